package netseat.qemu;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.foreign.MemorySegment;

/** A guest that has taken over its QEMU may send anything over the listener: only a DbusException may come of it. */
class DbusFuzzTest {
    private static final PixelListener.Answer ANSWER = new PixelListener.Answer() {
        @Override
        public void done(DbusHeader call) {}

        @Override
        public void refused(DbusHeader call, String why) {}
    };

    @FuzzTest(maxExecutions = 8000)
    void anyBytesAreAMessageOrRefused(byte[] bytes) {
        MemorySegment data = MemorySegment.ofArray(bytes);
        PixelListener listener = new PixelListener(new QemuDisplay(() -> {}, () -> {}), (x, y, width, height) -> {});
        DbusHeader header = new DbusHeader();
        try {
            long at = 0;
            while (true) {
                long length = DbusHeader.messageLength(data, at, bytes.length - at, 1 << 20);
                if (length == 0 || length > bytes.length - at) {
                    return;
                }
                header.parse(data, at, length);
                if (!listener.take(header, new Descriptors(), ANSWER)) {
                    header.body(new DbusReader()).values(header.text(DbusMessage.FIELD_SIGNATURE));
                }
                at += length;
            }
        } catch (java.io.IOException e) {
            return; // refused, as it should be
        }
    }
}
