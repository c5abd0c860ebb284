@NullMarked
package netseat.bench;

import org.jspecify.annotations.NullMarked;
