package netseat.bench;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts a VNC viewer's requests (RFC 6143, 7.5.3): one for each update that it got, unless it has the server send updates
 * unasked, which is refused here. The updates themselves cannot be told apart without decoding them all.
 */
final class RfbRequests implements Relay.Tap {
    static final int TIGHT = 7;
    static final int ZRLE = 16;

    /** Encodings from here on are none of pixels. */
    private static final int PIXELS_END = 256;

    private final AtomicLong requests;
    private final int encoding;

    /**
     * @param requests is counted up
     * @param encoding that the viewer must prefer
     */
    RfbRequests(AtomicLong requests, int encoding) {
        this.requests = requests;
        this.encoding = encoding;
    }

    @Override
    public void fromViewer(DataInputStream in) throws IOException {
        in.skipNBytes(12 + 1 + 1); // version, kind of security (none), whether to share
        while (true) {
            int type = in.readUnsignedByte();
            switch (type) {
                case 0 -> in.skipNBytes(19);
                case 2 -> encodings(in);
                case 3 -> {
                    in.skipNBytes(9);
                    requests.incrementAndGet();
                }
                case 4 -> in.skipNBytes(7);
                case 5 -> in.skipNBytes(5);
                case 6 -> {
                    in.skipNBytes(3);
                    in.skipNBytes(Math.abs(in.readInt())); // negative when it is an extended clipboard's
                }
                case 255 -> qemu(in);
                default -> throw new Relay.Misread("a VNC viewer's message " + type);
            }
        }
    }

    private void encodings(DataInputStream in) throws IOException {
        in.skipNBytes(1);
        int first = -1;
        for (int left = in.readUnsignedShort(); left > 0; left--) {
            int each = in.readInt();
            if (first < 0 && each >= 0 && each < PIXELS_END) {
                first = each;
            }
        }
        if (first != encoding) {
            throw new Relay.Misread("the viewer prefers encoding " + first + ", not " + encoding);
        }
    }

    private static void qemu(DataInputStream in) throws IOException {
        int type = in.readUnsignedByte();
        if (type != 0) {
            throw new Relay.Misread("a VNC viewer's message 255 for QEMU, " + type);
        }
        in.skipNBytes(10); // a key
    }
}
