@NullMarked
package netseat.screen;

import org.jspecify.annotations.NullMarked;
