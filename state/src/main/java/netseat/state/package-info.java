@NullMarked
package netseat.state;

import org.jspecify.annotations.NullMarked;
