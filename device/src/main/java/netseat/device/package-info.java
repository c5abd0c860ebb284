@NullMarked
package netseat.device;

import org.jspecify.annotations.NullMarked;
