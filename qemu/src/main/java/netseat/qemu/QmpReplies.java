package netseat.qemu;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Cuts what QEMU sends over QMP into lines and tells cheaply, without JSON and without an allocation, the two kinds of
 * answers that come by the hundred from all others. Owned by one thread.
 */
final class QmpReplies {
    /** The {@code id} of input commands, as JSON. */
    static final String INPUT_ID = "\"i\"";

    /** The longest line taken; the longest that our commands lead to has some hundred kilobytes. */
    static final int MAX_LINE = 1 << 22;

    private static final byte[] RETURN = "{\"return\": {}".getBytes(US_ASCII);
    private static final byte[] INPUT_END = (", \"id\": " + INPUT_ID + "}").getBytes(US_ASCII);
    private static final byte[] INPUT_START = ("{\"id\": " + INPUT_ID + ", ").getBytes(US_ASCII);
    private static final byte[] ERROR = "\"error\"".getBytes(US_ASCII);

    /** Only a forced refresh is sent without an id, and it always fails. */
    private static final byte[] REFRESH_START = "{\"error\": ".getBytes(US_ASCII);

    private static final byte[] ERROR_END = "}}".getBytes(US_ASCII);

    /** Takes what the lines say. */
    interface Sink {
        /** The next input command in order was answered. */
        void input(boolean accepted);

        void refreshed();

        /** Any other line, without its end. */
        void other(byte[] line);
    }

    private byte[] line = new byte[4096];
    private int length;

    /** Takes the buffer's remaining bytes. */
    void take(ByteBuffer bytes, Sink sink) throws IOException {
        while (bytes.hasRemaining()) {
            byte b = bytes.get();
            if (b == '\n') {
                end(sink);
            } else {
                add(b);
            }
        }
    }

    private void add(byte b) throws IOException {
        if (length == line.length) {
            if (length >= MAX_LINE) {
                throw new IOException("QEMU sent a line of more than " + MAX_LINE + " bytes");
            }
            line = Arrays.copyOf(line, 2 * length);
        }
        line[length++] = b;
    }

    private void end(Sink sink) {
        if (length > 0 && line[length - 1] == '\r') {
            length--;
        }
        if (isInputAnswer()) {
            sink.input(!hasErrorAt(INPUT_START.length));
        } else if (startsWith(REFRESH_START, 0) && startsWith(ERROR_END, length - ERROR_END.length)) {
            sink.refreshed();
        } else if (length > 0) {
            sink.other(Arrays.copyOf(line, length));
        }
        length = 0;
    }

    /** QEMU writes a success as return then id, an error as id then error. */
    private boolean isInputAnswer() {
        return startsWith(INPUT_START, 0)
                || (length == RETURN.length + INPUT_END.length
                        && startsWith(RETURN, 0)
                        && startsWith(INPUT_END, RETURN.length));
    }

    private boolean hasErrorAt(int offset) {
        return startsWith(ERROR, offset);
    }

    private boolean startsWith(byte[] prefix, int offset) {
        return length >= offset + prefix.length
                && Arrays.equals(line, offset, offset + prefix.length, prefix, 0, prefix.length);
    }
}
