@NullMarked
package netseat.keys;

import org.jspecify.annotations.NullMarked;
