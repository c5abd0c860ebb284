package netseat.desk;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What lets a program in at an X server: the cookies of the file that {@code XAUTHORITY} names. Pure functions but for the
 * reading. The format: Xau(3).
 */
final class X11Cookies {
    /** The only kind that X servers on the same computer use. */
    static final String KIND = "MIT-MAGIC-COOKIE-1";

    private static final byte[] NONE = {};
    private static final int MOST_BYTES = 1 << 20;
    private static final int LONGEST_COOKIE = 256;
    private static final int LOCAL = 256;
    private static final int WILD = 65535;

    private X11Cookies() {}

    /** The cookie for a display; empty where there is none, which many servers let in as well. */
    static byte[] find(Path file, int display) throws IOException {
        if (!Files.exists(file)) {
            return NONE;
        }
        try (var in = Files.newInputStream(file)) {
            return find(ByteBuffer.wrap(in.readNBytes(MOST_BYTES)), hostName(), display);
        }
    }

    private static String hostName() {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException e) {
            return "";
        }
    }

    /** The cookie of this host if there is one, else one of any host: names change, as in containers. */
    static byte[] find(ByteBuffer entries, String host, int display) {
        byte[] found = NONE;
        try {
            while (entries.hasRemaining()) {
                int family = Short.toUnsignedInt(entries.getShort());
                String address = text(entries);
                String number = text(entries);
                boolean kind = text(entries).equals(KIND);
                byte[] cookie = field(entries);
                boolean ours = number.isEmpty() || number.equals(Integer.toString(display));
                if (kind && ours && cookie.length <= LONGEST_COOKIE && (family == LOCAL || family == WILD)) {
                    if (family == WILD || address.equals(host)) {
                        return cookie;
                    }
                    found = found.length == 0 ? cookie : found;
                }
            }
        } catch (BufferUnderflowException e) {
            return found; // cut off; what came before is as good as ever
        }
        return found;
    }

    private static String text(ByteBuffer entries) {
        return new String(field(entries), StandardCharsets.ISO_8859_1);
    }

    private static byte[] field(ByteBuffer entries) {
        byte[] field = new byte[Short.toUnsignedInt(entries.getShort())];
        entries.get(field);
        return field;
    }
}
