@NullMarked
package netseat.hypervisor;

import org.jspecify.annotations.NullMarked;
