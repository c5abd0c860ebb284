@NullMarked
package netseat.desk;

import org.jspecify.annotations.NullMarked;
