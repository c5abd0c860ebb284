package netseat.qemu;

import java.io.IOException;

/** QEMU refused a command; the message is its own description. */
final class QmpException extends IOException {
    private static final long serialVersionUID = 1L;

    QmpException(String description) {
        super(description);
    }
}
