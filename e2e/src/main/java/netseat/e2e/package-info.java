@NullMarked
package netseat.e2e;

import org.jspecify.annotations.NullMarked;
