@NullMarked
package netseat.identity;

import org.jspecify.annotations.NullMarked;
