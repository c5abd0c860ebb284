package netseat.bench;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import netseat.screen.Framebuffer;

/** Measures the time from sending a key at a prompt to its character's pixel in the client. */
final class KeyToPixel {
    private static final char LETTER = 'x';
    private static final Duration WITHIN = Duration.ofSeconds(10);
    private static final Duration SETTLE = Duration.ofMillis(700);

    private KeyToPixel() {}

    /** Strikes a letter and rubs it out again so often; both are measured. */
    static Samples measure(Screen screen, int strikes) throws Exception {
        Framebuffer without = settle(screen);
        screen.strike(LETTER);
        Framebuffer with = settle(screen);
        int at = firstDifference(without, with);
        int x = at % with.width();
        int y = at / with.width();
        int ink = with.pixels()[at] & 0xFFFFFF;
        int paper = without.pixels()[at] & 0xFFFFFF;
        screen.expect(x, y, paper);
        screen.strike('\b');
        screen.awaitExpected(WITHIN);

        Samples samples = new Samples();
        Random random = new Random(7);
        for (int i = 0; i < strikes; i++) {
            // A pause of random length, so that no clock of the road is in step with the strikes.
            TimeUnit.MICROSECONDS.sleep(30_000 + random.nextInt(60_000));
            screen.expect(x, y, i % 2 == 0 ? ink : paper);
            long sent = System.nanoTime();
            screen.strike(i % 2 == 0 ? LETTER : '\b');
            samples.add(screen.awaitExpected(WITHIN) - sent);
        }
        return samples;
    }

    /** The picture when the guest has nothing more to draw; only a cursor may blink. */
    private static Framebuffer settle(Screen screen) throws Exception {
        TimeUnit.NANOSECONDS.sleep(SETTLE.toNanos());
        return screen.picture();
    }

    /** The topmost pixel that differs: of the letter, for a cursor is at the foot of its cell. */
    private static int firstDifference(Framebuffer one, Framebuffer other) {
        int at = Arrays.mismatch(one.pixels(), other.pixels());
        if (at < 0 || one.width() != other.width()) {
            throw new IllegalStateException("a struck letter changes no pixel");
        }
        return at;
    }
}
