@NullMarked
package netseat.protocol;

import org.jspecify.annotations.NullMarked;
