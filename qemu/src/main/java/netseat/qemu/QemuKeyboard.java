package netseat.qemu;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;
import netseat.hypervisor.LogicalKeyboard;
import netseat.hypervisor.Registration;
import netseat.hypervisor.VmSpec;
import org.jspecify.annotations.Nullable;

/**
 * The keyboard of one machine, or of one of its heads, over all its lives.
 *
 * <p>The guest's queue is small (16 bytes on PS/2, 16 codes on USB) and overflows silently, so events are paced; what
 * waits is sent by the machine's QMP thread ({@link #drain}). When even the backlog overflows, waiting presses are
 * dropped and everything is released.
 *
 * <p>That the guest goes on is heard a moment after it does. What is pressed while it seems to stand still therefore waits
 * for QEMU's answer to a question: if it runs, its RESUME comes before that.
 *
 * <p>A lock of its own, held for writes that do not wait.
 */
final class QemuKeyboard implements LogicalKeyboard {
    private static final int KEYS = 256;

    /** Events that may wait: some seconds of typing. At least two for each key, so that all can be released. */
    private static final int BACKLOG = 512;

    private static final int DOWN_BIT = 256;

    private final PressedState keys;
    private final EventRing backlog = new EventRing(BACKLOG);
    private final Listeners<IntConsumer> ledListeners = new Listeners<>();
    private final LongAdder ignored = new LongAdder();
    private final LongAdder overflows = new LongAdder();
    private @Nullable QmpInput port;
    private TokenBucket bucket = new TokenBucket(1, 1);
    private boolean running;
    private int probes; // unanswered
    private Runnable wakeup = () -> {};
    private volatile int leds;

    /** @param head from 0; 0 also where all heads share it */
    QemuKeyboard(int head) {
        keys = new PressedState(KEYS, head * HeldFile.HEAD_SIZE);
    }

    @Override
    public void key(int scanCode, boolean down) {
        int number = KeyCodes.toQemu(scanCode);
        if (number == KeyCodes.UNKNOWN) {
            ignored.increment();
            return;
        }
        synchronized (this) {
            if (port == null) {
                return;
            }
            if (!running) {
                holdBack(number, down);
            } else if (down) {
                press(number);
            } else if (keys.isWanted(number)) {
                keys.want(number, false);
                enqueue(number, false);
            }
        }
    }

    /** Of what the guest believes pressed, only whether it is still held is of interest. */
    private void holdBack(int number, boolean down) {
        if (keys.isTold(number)) {
            keys.want(number, down);
        } else if (down && !keys.isWanted(number)) {
            if (backlog.size() < BACKLOG - KEYS && port != null && port.probe()) {
                probes++;
                keys.want(number, true);
                backlog.add(number | DOWN_BIT);
            }
        } else if (!down && keys.isWanted(number)) {
            keys.want(number, false);
            backlog.add(number);
        }
    }

    /** QEMU has answered a question; if the guest ran when it came, that has been heard. QMP thread. */
    synchronized void probeAnswered() {
        if (probes > 0 && --probes == 0 && !running) {
            backlog.clear();
            keys.forgetUntold();
        }
    }

    private void press(int number) {
        boolean repeat = keys.isWanted(number);
        if (repeat && !backlog.isEmpty()) {
            return;
        }
        if (backlog.size() >= BACKLOG - KEYS) {
            overflow();
            return;
        }
        keys.want(number, true);
        enqueue(number, true);
    }

    private void overflow() {
        overflows.increment();
        keys.wantNothing();
        backlog.clear();
        releaseOwed();
    }

    /** There is room: presses leave as much free as all keys' releases need. */
    private void enqueue(int number, boolean down) {
        if (backlog.isEmpty() && trySend(number, down, System.nanoTime())) {
            return;
        }
        backlog.add(down ? number | DOWN_BIT : number);
        wakeup.run();
    }

    private boolean trySend(int number, boolean down, long now) {
        int cost = KeyCodes.queueBytes(number, down);
        if (port == null || bucket.waitFor(cost, now) > 0) {
            return false;
        }
        boolean toldBefore = keys.isTold(number);
        keys.telling(number, down);
        if (!port.key(number, down)) {
            keys.telling(number, toldBefore);
            return false;
        }
        bucket.take(cost, now);
        return true;
    }

    private void releaseOwed() {
        for (int number = 0; number < KEYS; number++) {
            if (keys.isOwed(number)) {
                enqueue(number, false);
            }
        }
    }

    /**
     * Sends what waits and may go now. QMP thread.
     *
     * @return nanoseconds until more may go; {@link Long#MAX_VALUE} when nothing waits
     */
    synchronized long drain(long now) {
        while (running && !backlog.isEmpty()) {
            int event = (int) backlog.first();
            int number = event & (DOWN_BIT - 1);
            boolean down = (event & DOWN_BIT) != 0;
            if (!trySend(number, down, now)) {
                return Math.max(1_000_000, bucket.waitFor(KeyCodes.queueBytes(number, down), now));
            }
            backlog.removeFirst();
        }
        return Long.MAX_VALUE;
    }

    /** QEMU has answered a key event. QMP thread. */
    synchronized void answered(int number, boolean down, boolean accepted) {
        // refused while the guest runs, it would be refused again
        if (!down && port != null) {
            keys.releaseAnswered(number, accepted || running);
        }
    }

    /** Begins a life of the machine; what the file holds from the life of another controller is released. */
    synchronized void open(QmpInput newPort, HeldFile held, VmSpec.KeyboardKind kind, Runnable newWakeup) {
        bucket = switch (kind) {
            case PS2 -> new TokenBucket(8, 300);
            case USB -> new TokenBucket(8, 100);
            case VIRTIO -> new TokenBucket(16, 1000);
        };
        port = newPort;
        wakeup = newWakeup;
        running = false;
        probes = 0;
        keys.open(held);
    }

    /** The guest runs from now on and is told what it is owed. */
    synchronized void resume() {
        if (port != null && !running) {
            running = true;
            releaseOwed();
            wakeup.run(); // for what was held back
        }
    }

    /** The guest hears nothing from now on. */
    synchronized void pause() {
        running = false;
        backlog.clear();
        keys.forgetUntold();
    }

    /** The guest's devices have been reset. */
    synchronized void reset() {
        backlog.clear();
        keys.clear();
    }

    /** Ends a life of the machine, or of our part in it; the file keeps what the guest believes. */
    void close() {
        synchronized (this) {
            port = null;
            running = false;
            backlog.clear();
            keys.close();
        }
        setLeds(0);
    }

    @Override
    public int leds() {
        return leds;
    }

    @Override
    public Registration onLeds(IntConsumer listener) {
        return ledListeners.add(listener);
    }

    /** QEMU's order of the bits (1 scroll, 2 num, 4 caps) into ours. Pixel thread. */
    void modifiers(int bits) {
        setLeds(((bits & 2) != 0 ? NUM_LOCK : 0)
                | ((bits & 4) != 0 ? CAPS_LOCK : 0)
                | ((bits & 1) != 0 ? SCROLL_LOCK : 0));
    }

    private void setLeds(int bits) {
        if (leds != bits) {
            leds = bits;
            ledListeners.tell(listener -> listener.accept(bits));
        }
    }

    /** Key codes that no QEMU key has, since the beginning. */
    long ignored() {
        return ignored.sum();
    }

    /** How often so much waited that everything was released. */
    long overflows() {
        return overflows.sum();
    }
}
