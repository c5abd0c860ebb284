@NullMarked
package netseat.libvirt;

import org.jspecify.annotations.NullMarked;
