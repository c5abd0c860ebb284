@NullMarked
package netseat.cli;

import org.jspecify.annotations.NullMarked;
