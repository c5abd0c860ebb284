@NullMarked
package netseat.quic;

import org.jspecify.annotations.NullMarked;
