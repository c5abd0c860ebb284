@NullMarked
package netseat.server;

import org.jspecify.annotations.NullMarked;
