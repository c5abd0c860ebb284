@NullMarked
package netseat.linux;

import org.jspecify.annotations.NullMarked;
