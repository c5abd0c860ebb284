package netseat.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import netseat.hypervisor.LogicalDisplay;
import netseat.screen.CursorShape;
import netseat.screen.Framebuffer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class PixelListenerTest {
    private static final int FORMAT = 0x20020888;

    private final QemuDisplay display = new QemuDisplay(() -> {}, () -> {});
    private final PixelListener listener = new PixelListener(display, (x, y, width, height) -> {});
    private final List<String> heard = new ArrayList<>();
    private final PixelListener.Answer answer = new PixelListener.Answer() {
        @Override
        public void done(DbusHeader call) {
            heard.add("done");
        }

        @Override
        public void refused(DbusHeader call, String why) {
            heard.add("refused");
        }
    };

    @BeforeEach
    void watch() {
        display.watch(new LogicalDisplay.Listener() {
            @Override
            public void resized(Framebuffer picture) {
                heard.add("resized " + picture.width() + "x" + picture.height());
            }

            @Override
            public void changed(int x, int y, int width, int height) {
                heard.add("changed " + x + "," + y + " " + width + "x" + height);
            }

            @Override
            public void cursorShaped(CursorShape shape) {
                heard.add("cursor " + shape.width() + "x" + shape.height() + " at " + shape.hotX());
            }

            @Override
            public void cursorMoved(int x, int y, boolean visible) {
                heard.add("cursor at " + x + "," + y + " " + visible);
            }

            @Override
            public void settled(long readNanos) {
                heard.add("settled");
            }
        });
        heard.clear();
    }

    private boolean send(String member, String signature, int[] numbers, byte[] pixels) throws IOException {
        DbusWriter body = new DbusWriter();
        for (int number : numbers) {
            body.int32(number);
        }
        if (signature.endsWith("ay")) {
            body.int32(pixels.length).raw(pixels);
        }
        String interfaceName = new String(PixelListener.INTERFACE, StandardCharsets.US_ASCII);
        byte[] bytes = DbusMessage.call(
                1, new DbusMessage.Target("", "/org/qemu/Display1/Listener", interfaceName), member, signature, body);
        DbusHeader header = new DbusHeader();
        header.parse(MemorySegment.ofArray(bytes), 0, bytes.length);
        boolean taken = listener.take(header, new Descriptors(), answer);
        display.settled(1);
        return taken;
    }

    private void update(int x, int y, int width, int height, int colour) throws IOException {
        send("Update", "iiiiuuay", new int[] {x, y, width, height, 4 * width, FORMAT}, pixels(width * height, colour));
    }

    private void scanout(int width, int height, int colour) throws IOException {
        send("Scanout", "uuuuay", new int[] {width, height, 4 * width, FORMAT}, pixels(width * height, colour));
    }

    private static byte[] pixels(int count, int colour) {
        DbusWriter writer = new DbusWriter();
        for (int i = 0; i < count; i++) {
            writer.int32(colour);
        }
        return writer.toBytes();
    }

    @Test
    void followsScanoutsAndUpdates() throws IOException {
        scanout(64, 32, 0x102030);
        update(0, 0, 2, 2, 0xFFFFFF);
        update(0, 0, 2, 2, 0xFFFFFF);
        assertThat(heard).containsExactly("resized 64x32", "settled", "changed 0,0 2x2", "settled");
        assertThat(display.picture().pixels()[0]).isEqualTo(0xFFFFFF);
        assertThat(display.picture().pixels()[2]).isEqualTo(0x102030);
        heard.clear();
        scanout(64, 32, 0x102030);
        assertThat(heard).containsExactly("changed 0,0 16x2", "settled");
    }

    @Test
    void growsWithAnUpdateBeyondTheSize() throws IOException {
        scanout(64, 32, 5);
        heard.clear();
        update(60, 40, 10, 2, 6);
        assertThat(heard).containsExactly("resized 70x42", "settled");
        Framebuffer picture = display.picture();
        assertThat(picture.pixels()[0]).isEqualTo(5);
        assertThat(picture.pixels()[41 * 70 + 69]).isEqualTo(6);
        assertThat(picture.pixels()[41 * 70]).isZero();
    }

    @Test
    void takesCursors() throws IOException {
        send("CursorDefine", "iiiiay", new int[] {2, 2, 1, 9}, pixels(4, 0x80FFFFFF));
        send("MouseSet", "iii", new int[] {-3, 7, 1}, new byte[0]);
        send("CursorDefine", "iiiiay", new int[] {300, 200, 250, 0}, pixels(300 * 200, 0));
        assertThat(heard)
                .containsExactly(
                        "cursor 2x2 at 1",
                        "settled",
                        "cursor at -3,7 true",
                        "settled",
                        "cursor " + CursorShape.MAX_SIDE + "x" + CursorShape.MAX_SIDE + " at "
                                + (CursorShape.MAX_SIDE - 1),
                        "settled");
    }

    @Test
    void refusesWhatDoesNotAddUp() {
        assertThatThrownBy(() -> send("Update", "iiiiuuay", new int[] {0, 0, 4, 4, 16, FORMAT}, pixels(15, 0)))
                .isInstanceOf(DbusException.class);
        assertThatThrownBy(() -> send("Update", "iiiiuuay", new int[] {-1, 0, 1, 1, 4, FORMAT}, pixels(1, 0)))
                .isInstanceOf(DbusException.class);
        assertThatThrownBy(() -> send("Scanout", "uuuuay", new int[] {4, 4, 12, FORMAT}, pixels(16, 0)))
                .isInstanceOf(DbusException.class);
        assertThatThrownBy(() -> send("Scanout", "uuuuay", new int[] {1 << 30, 1 << 30, 0, FORMAT}, pixels(1, 0)))
                .isInstanceOf(DbusException.class);
        assertThatThrownBy(() -> send("CursorDefine", "iiiiay", new int[] {20, 20, 0, 0}, pixels(1, 0)))
                .isInstanceOf(DbusException.class);
        assertThat(heard).isEmpty();
    }

    @Test
    void leavesOutWhatItCannotShow() throws IOException {
        assertThat(send("Scanout", "uuuuay", new int[] {1, 1, 4, 0x10020565}, pixels(1, 7)))
                .isTrue();
        assertThat(send("UpdateDMABUF", "iiii", new int[4], new byte[0])).isTrue();
        assertThat(listener.ignored()).isEqualTo(2);
        assertThat(heard).isEmpty();
    }
}
