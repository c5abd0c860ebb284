@NullMarked
package netseat.automation;

import org.jspecify.annotations.NullMarked;
