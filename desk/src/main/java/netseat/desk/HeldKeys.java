package netseat.desk;

import java.util.function.IntConsumer;

/** Which keys of a device are down, so that a repeated word of it is not passed on twice. One thread; allocates nothing. */
final class HeldKeys {
    private static final int KEYS = 0x300;

    private final boolean[] down = new boolean[KEYS];

    /** Notes that a key went down or up; whether that is news. */
    boolean note(int code, boolean isDown) {
        if (code < 0 || code >= KEYS || down[code] == isDown) {
            return false;
        }
        down[code] = isDown;
        return true;
    }

    boolean isDown(int code) {
        return code >= 0 && code < KEYS && down[code];
    }

    /** Every key's code, whether down or not. */
    static void forAll(IntConsumer use) {
        for (int code = 0; code < KEYS; code++) {
            use.accept(code);
        }
    }
}
