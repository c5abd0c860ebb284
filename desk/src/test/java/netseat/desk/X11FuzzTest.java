package netseat.desk;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** What an X server sends, and the file with its cookies: something within its bounds, or nothing. */
class X11FuzzTest {
    @FuzzTest(maxExecutions = 20_000)
    void setup(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        try {
            X11Setup setup = X11Setup.parse(in, bytes.length % 3);
            assert setup.mostBytes() >= 4096 * 4 && setup.mostBytes() <= X11Setup.MOST_SETUP;
            assert setup.width() >= 0 && setup.height() >= 0;
        } catch (IOException e) {
            assert e.getMessage() != null;
        }
    }

    @FuzzTest(maxExecutions = 20_000)
    void cookies(byte[] bytes) {
        assert X11Cookies.find(ByteBuffer.wrap(bytes), "host", 0).length <= 256;
    }

    @FuzzTest(maxExecutions = 20_000)
    void events(byte[] bytes) {
        ByteBuffer packet =
                ByteBuffer.wrap(Arrays.copyOf(bytes, X11Events.SIZE)).order(ByteOrder.LITTLE_ENDIAN);
        assert X11Events.extra(packet) >= 0;
        try {
            X11Events.read(packet, 7, new Bounds());
        } catch (IOException e) {
            assert e.getMessage() != null;
        }
    }

    /** Checks what its Javadoc promises of each number. */
    private static final class Bounds implements X11Sink {
        private static void check(int number, int least, int most) {
            assert number >= least && number <= most;
        }

        @Override
        public void key(int code, boolean down) {
            check(code, 0, 255);
        }

        @Override
        public void button(int number, boolean down) {
            check(number, 0, 255);
        }

        @Override
        public void moved(int x, int y) {
            check(x, Short.MIN_VALUE, Short.MAX_VALUE);
            check(y, Short.MIN_VALUE, Short.MAX_VALUE);
        }

        @Override
        public void focusLost() {}

        @Override
        public void exposed(int x, int y, int width, int height) {
            check(x, 0, 65535);
            check(y, 0, 65535);
            check(width, 0, 65535);
            check(height, 0, 65535);
        }

        @Override
        public void resized(int width, int height) {
            check(width, 0, 65535);
            check(height, 0, 65535);
        }

        @Override
        public void closeAsked() {}
    }
}
