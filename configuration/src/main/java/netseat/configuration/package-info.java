@NullMarked
package netseat.configuration;

import org.jspecify.annotations.NullMarked;
