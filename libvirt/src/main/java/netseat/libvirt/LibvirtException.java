package netseat.libvirt;

import java.io.Serial;

/** libvirt does not answer, or what it says makes no sense; the message is for an operator. */
public final class LibvirtException extends Exception {
    @Serial
    private static final long serialVersionUID = 1;

    LibvirtException(String message) {
        super(message);
    }

    LibvirtException(String message, Throwable cause) {
        super(message, cause);
    }
}
