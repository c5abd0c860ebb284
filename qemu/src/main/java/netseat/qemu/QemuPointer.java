package netseat.qemu;

import java.util.concurrent.atomic.LongAdder;
import netseat.hypervisor.LogicalPointer;
import netseat.hypervisor.Registration;
import org.jspecify.annotations.Nullable;

/**
 * The pointer of one machine, or of one of its heads, over all its lives.
 *
 * <p>Events wait in one queue, so that buttons and wheel keep their place in the motion. Motion goes out while fewer
 * than {@value #MOTION_UNANSWERED} motions are unanswered, otherwise it is merged with the motion at the queue's end;
 * buttons and wheel are paced, for the guest's queue is small.
 *
 * <p>A lock of its own, held for writes that do not wait.
 */
final class QemuPointer implements LogicalPointer {
    private static final int BUTTONS = QmpInput.BUTTONS;
    private static final int MOTION_UNANSWERED = 2;
    private static final int BACKLOG = 256;
    private static final int MAX_WHEEL = 64;
    private static final int WHEEL_CHUNK = 8;

    /** Buttons and wheel: a double click at once, then what a PS/2 mouse's queue of four packets bears. */
    private static final int BUTTON_BURST = 4;

    private static final int BUTTONS_PER_SECOND = 125;

    /** How often a button's change is said again, and how long after it. */
    private static final int CONFIRMATIONS = 3;

    private static final long CONFIRM_NANOS = 200_000_000;

    private final PressedState pressed;
    private final EventRing backlog = new EventRing(BACKLOG);
    private final Listeners<Runnable> modeListeners = new Listeners<>();
    private final LongAdder overflows = new LongAdder();
    private @Nullable QmpInput port;
    private TokenBucket bucket = new TokenBucket(BUTTON_BURST, BUTTONS_PER_SECOND);
    private boolean running;
    private int motionUnanswered;
    private int confirmations;
    private long confirmAt;
    private Runnable wakeup = () -> {};
    private volatile boolean absolute;

    /** @param head from 0; 0 also where all heads share it */
    QemuPointer(int head) {
        pressed = new PressedState(BUTTONS, head * HeldFile.HEAD_SIZE + HeldFile.FIRST_BUTTON);
    }

    @Override
    public boolean absolute() {
        return absolute;
    }

    @Override
    public Registration onModeChange(Runnable listener) {
        return modeListeners.add(listener);
    }

    /** The guest takes positions, or motion, from now on. Pixel thread, or at the beginning of a life. */
    void absolute(boolean isAbsolute) {
        if (absolute != isAbsolute) {
            absolute = isAbsolute;
            modeListeners.tell(Runnable::run);
        }
    }

    @Override
    public void move(int dx, int dy) {
        if (Math.abs(dx) > MAX_MOTION
                || Math.abs(dy) > MAX_MOTION
                || dx == Integer.MIN_VALUE
                || dy == Integer.MIN_VALUE) {
            throw new IllegalArgumentException("a motion by " + dx + "," + dy);
        }
        if (!absolute && (dx | dy) != 0) {
            motion(PointerEvent.move(dx, dy));
        }
    }

    @Override
    public void moveTo(int x, int y) {
        if (x < 0 || y < 0 || x > MAX_POSITION || y > MAX_POSITION) {
            throw new IllegalArgumentException("a position of " + x + "," + y);
        }
        if (absolute) {
            motion(PointerEvent.moveTo(x, y));
        }
    }

    private synchronized void motion(long event) {
        if (port == null || !running) {
            return;
        }
        if (!backlog.isEmpty()) {
            long merged = PointerEvent.merge(backlog.last(), event);
            if (merged != PointerEvent.NONE) {
                backlog.replaceLast(merged);
                return;
            }
        }
        enqueue(event);
    }

    @Override
    public synchronized void button(Button button, boolean down) {
        int index = QmpInput.index(button);
        if (port == null) {
            return;
        }
        if (!running) {
            pressed.want(index, down && pressed.isTold(index));
        } else if (pressed.isWanted(index) != down) {
            pressed.want(index, down);
            enqueue(PointerEvent.button(index, down));
        }
    }

    @Override
    public synchronized void wheel(int vertical, int horizontal) {
        if (vertical < -MAX_WHEEL || vertical > MAX_WHEEL || horizontal < -MAX_WHEEL || horizontal > MAX_WHEEL) {
            throw new IllegalArgumentException("a wheel turned by " + vertical + "," + horizontal);
        }
        int v = vertical;
        int h = horizontal;
        while (port != null && running && (v | h) != 0) {
            int nowV = Math.clamp(v, -WHEEL_CHUNK, WHEEL_CHUNK);
            int nowH = Math.clamp(h, -WHEEL_CHUNK, WHEEL_CHUNK);
            enqueue(PointerEvent.wheel(nowV, nowH));
            v -= nowV;
            h -= nowH;
        }
    }

    private void enqueue(long event) {
        if (backlog.isEmpty() && trySend(event, System.nanoTime())) {
            if (PointerEvent.isButton(event)) {
                wakeup.run(); // for the confirmations
            }
            return;
        }
        if (backlog.size() >= BACKLOG - BUTTONS) {
            overflows.increment();
            backlog.clear();
            pressed.wantNothing();
            for (int i = 0; i < BUTTONS; i++) {
                if (pressed.isOwed(i)) {
                    backlog.add(PointerEvent.button(i, false));
                }
            }
        } else {
            backlog.add(event);
        }
        wakeup.run();
    }

    private boolean trySend(long event, long now) {
        QmpInput to = port;
        if (to == null) {
            return false;
        }
        if (PointerEvent.isMotion(event)) {
            boolean sent = motionUnanswered < MOTION_UNANSWERED && PointerEvent.sendMotion(event, to);
            motionUnanswered += sent ? 1 : 0;
            return sent;
        }
        if (bucket.waitFor(1, now) > 0 || !sendPaced(event, to)) {
            return false;
        }
        bucket.take(1, now);
        if (PointerEvent.isButton(event)) {
            confirmations = CONFIRMATIONS;
            confirmAt = now + CONFIRM_NANOS;
        }
        return true;
    }

    /**
     * A PS/2 mouse whose queue is full keeps a button's change to itself until something else happens to it, so that a
     * release could stay unheard for ever. A motion by nothing has it say again which buttons are down.
     *
     * @return nanoseconds until the next is due; {@link Long#MAX_VALUE} when none is
     */
    private long confirm(long now) {
        QmpInput to = port;
        if (confirmations == 0 || to == null || absolute) {
            confirmations = 0;
            return Long.MAX_VALUE;
        }
        if (now - confirmAt >= 0) {
            motionUnanswered += to.move(0, 0) ? 1 : 0;
            confirmations--;
            confirmAt = now + CONFIRM_NANOS;
        }
        return confirmations == 0 ? Long.MAX_VALUE : Math.max(1_000_000, confirmAt - now);
    }

    private boolean sendPaced(long event, QmpInput to) {
        if (!PointerEvent.isButton(event)) {
            return to.wheel(PointerEvent.first(event), PointerEvent.second(event));
        }
        int index = PointerEvent.first(event);
        boolean down = PointerEvent.second(event) != 0;
        boolean toldBefore = pressed.isTold(index);
        pressed.telling(index, down);
        boolean sent = to.button(index, down);
        if (!sent) {
            pressed.telling(index, toldBefore);
        }
        return sent;
    }

    /**
     * Sends what waits and may go now. QMP thread.
     *
     * @return nanoseconds until more may go; {@link Long#MAX_VALUE} when nothing waits
     */
    synchronized long drain(long now) {
        while (running && !backlog.isEmpty()) {
            long event = backlog.first();
            if (!trySend(event, now)) {
                // motion goes on when an answer comes, which calls this as well
                return PointerEvent.isMotion(event) ? 20_000_000 : Math.max(1_000_000, bucket.waitFor(1, now));
            }
            backlog.removeFirst();
        }
        return running ? confirm(now) : Long.MAX_VALUE;
    }

    /** QEMU has answered a motion. QMP thread. */
    synchronized void motionAnswered() {
        motionUnanswered = Math.max(0, motionUnanswered - 1);
    }

    /** QEMU has answered a button event. QMP thread. */
    synchronized void buttonAnswered(int index, boolean down, boolean accepted) {
        if (!down && port != null) {
            pressed.releaseAnswered(index, accepted || running);
        }
    }

    /** Begins a life of the machine; what the file holds from the life of another controller is released. */
    synchronized void open(QmpInput newPort, HeldFile held, Runnable newWakeup) {
        bucket = new TokenBucket(BUTTON_BURST, BUTTONS_PER_SECOND);
        port = newPort;
        wakeup = newWakeup;
        running = false;
        motionUnanswered = 0;
        pressed.open(held);
    }

    /** The guest runs from now on and is told what it is owed. */
    synchronized void resume() {
        if (port != null && !running) {
            running = true;
            for (int i = 0; i < BUTTONS; i++) {
                if (pressed.isOwed(i)) {
                    enqueue(PointerEvent.button(i, false));
                }
            }
        }
    }

    /** The guest hears nothing from now on. */
    synchronized void pause() {
        running = false;
        backlog.clear();
        pressed.forgetUntold();
    }

    /** The guest's devices have been reset. */
    synchronized void reset() {
        backlog.clear();
        pressed.clear();
    }

    /** Ends a life of the machine, or of our part in it; the file keeps what the guest believes. */
    void close() {
        synchronized (this) {
            port = null;
            running = false;
            backlog.clear();
            pressed.close();
        }
        absolute(false);
    }

    /** How often so much waited that everything was released. */
    long overflows() {
        return overflows.sum();
    }
}
