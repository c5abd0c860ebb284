@NullMarked
package netseat.qemu;

import org.jspecify.annotations.NullMarked;
