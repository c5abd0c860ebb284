package netseat.controller;

import java.util.concurrent.TimeUnit;
import netseat.hypervisor.LogicalPointer;
import netseat.protocol.Attachment.Surface;
import netseat.protocol.ContactState;
import netseat.protocol.TouchReport;
import org.jspecify.annotations.Nullable;

/**
 * Fingers as a pointer, for a guest that has no touch screen. One finger is the pointer's place, and the left button once it has
 * moved or is lifted; where the guest takes motion, the surface is a touchpad, on which only a tap clicks. Two fingers that are
 * lifted where they were click the right button; two that move together turn the wheel. Under the adapter's lock.
 */
final class FingerPointer implements DueTimes.Task {
    /** A finger that stays within this is a tap, where the surface's size is known. */
    private static final int TAP_MM = 3;

    /** The same in units of a position, where it is not. */
    private static final int TAP_UNITS = LogicalPointer.MAX_POSITION / 64;

    /** Two fingers move so far for a step of the wheel. */
    private static final int STEP_UNITS = LogicalPointer.MAX_POSITION / 24;

    /** So long a button is down when a finger only tapped: a guest's firmware polls. */
    private static final long CLICK_NANOS = TimeUnit.MILLISECONDS.toNanos(30);

    private static final int NONE = -1;

    /** What the fingers that are down are doing. */
    private enum Gesture {
        NOTHING,
        /** One finger, which has not moved yet. */
        TAP,
        /** One finger, with the left button; or over a touchpad, without. */
        DRAG,
        /** Two fingers, which have not moved yet. */
        TWO,
        SCROLL,
        /** Whatever the fingers do until all are up has no effect. */
        DONE
    }

    /** What the pointer is told; the lock is held. */
    interface Pointer {
        /** Whether the guest takes positions. */
        boolean absolute();

        void moveTo(int x, int y);

        /** Moves by so many units of a position. */
        void moveBy(int dx, int dy);

        /** Presses or releases a button of {@link LogicalPointer.Button}, counted from 1 as in a BUTTON message. */
        void button(int number, boolean down);

        /** Turns the wheel by whole steps. */
        void wheel(int vertical, int horizontal);
    }

    static final int LEFT = 1;
    static final int RIGHT = 2;

    private final Object lock;
    private final Pointer pointer;
    private final DueTimes times;
    private final int tapX;
    private final int tapY;

    private Gesture gesture = Gesture.NOTHING;
    private final Finger first = new Finger();
    private final Finger second = new Finger();
    private int down;
    private int pressed = NONE;
    private int wheelX;
    private int wheelY;
    private volatile long releaseAt = DueTimes.NEVER;

    /** One finger: which contact it is, where it came down and where it is. */
    private static final class Finger {
        private int id = NONE;
        private int startX;
        private int startY;
        private int x;
        private int y;

        void begin(int contact, int atX, int atY) {
            id = contact;
            startX = atX;
            startY = atY;
            x = atX;
            y = atY;
        }
    }

    /** @param lock the adapter's */
    FingerPointer(Object lock, Pointer pointer, DueTimes times, Surface surface) {
        this.lock = lock;
        this.pointer = pointer;
        this.times = times;
        this.tapX = radius(surface.widthMm());
        this.tapY = radius(surface.heightMm());
    }

    private static int radius(int sideMm) {
        return sideMm == 0 ? TAP_UNITS : TAP_MM * LogicalPointer.MAX_POSITION / Math.max(sideMm, 2 * TAP_MM);
    }

    /** Takes what the surface reports. */
    void report(TouchReport report) {
        for (int i = 0; i < report.count(); i++) {
            if (report.state(i) == ContactState.DOWN) {
                begin(report.id(i), report.x(i), report.y(i));
            } else {
                place(report.id(i), report.x(i), report.y(i));
            }
        }
        moved(); // once for both fingers of a report
        for (int i = 0; i < report.count(); i++) {
            if (report.state(i) == ContactState.UP) {
                end(report.id(i));
            }
        }
    }

    private @Nullable Finger finger(int id) {
        return first.id == id ? first : second.id == id ? second : null;
    }

    private void begin(int id, int x, int y) {
        if ((down & 1 << id) != 0) {
            place(id, x, y);
            return;
        }
        down |= 1 << id;
        switch (gesture) {
            case NOTHING -> {
                release(); // of the tap before
                gesture = Gesture.TAP;
                first.begin(id, x, y);
                goTo(first);
            }
            case TAP -> {
                gesture = Gesture.TWO;
                second.begin(id, x, y);
                wheelX = 0;
                wheelY = 0;
            }
            case TWO, SCROLL -> gesture = Gesture.DONE;
            case DRAG, DONE -> {}
        }
    }

    private void place(int id, int x, int y) {
        Finger finger = finger(id);
        if (finger == null || (down & 1 << id) == 0) {
            return;
        }
        int dx = x - finger.x;
        int dy = y - finger.y;
        finger.x = x;
        finger.y = y;
        if (gesture == Gesture.SCROLL) {
            wheelX += dx;
            wheelY += dy;
        } else if (gesture == Gesture.DRAG && !pointer.absolute()) {
            pointer.moveBy(dx, dy);
        }
    }

    private void moved() {
        switch (gesture) {
            case TAP -> {
                if (isFar(first)) {
                    gesture = Gesture.DRAG;
                    if (pointer.absolute()) {
                        press(LEFT);
                        goTo(first);
                    } else {
                        pointer.moveBy(first.x - first.startX, first.y - first.startY);
                    }
                }
            }
            case DRAG -> goTo(first);
            case TWO -> {
                if (isFar(first) || isFar(second)) {
                    gesture = Gesture.SCROLL;
                }
            }
            case SCROLL -> {
                int stepsX = wheelX / (2 * STEP_UNITS);
                int stepsY = wheelY / (2 * STEP_UNITS);
                wheelX -= stepsX * 2 * STEP_UNITS;
                wheelY -= stepsY * 2 * STEP_UNITS;
                if ((stepsX | stepsY) != 0) {
                    pointer.wheel(stepsY, -stepsX); // the page follows the fingers
                }
            }
            case NOTHING, DONE -> {}
        }
    }

    private boolean isFar(Finger finger) {
        return Math.abs(finger.x - finger.startX) > tapX || Math.abs(finger.y - finger.startY) > tapY;
    }

    private void end(int id) {
        if ((down & 1 << id) == 0) {
            return;
        }
        down &= ~(1 << id);
        switch (gesture) {
            case TAP -> click(LEFT);
            case TWO -> {
                gesture = Gesture.DONE;
                click(RIGHT);
            }
            case DRAG -> {
                if (first.id == id) {
                    gesture = Gesture.DONE;
                    release();
                }
            }
            case SCROLL -> gesture = Gesture.DONE;
            case NOTHING, DONE -> {}
        }
        if (down == 0) {
            gesture = Gesture.NOTHING;
        }
    }

    private void goTo(Finger finger) {
        if (pointer.absolute()) {
            pointer.moveTo(finger.x, finger.y);
        }
    }

    private void click(int button) {
        press(button);
        releaseAt = times.now() + CLICK_NANOS;
        times.set(releaseAt);
    }

    private void press(int button) {
        release();
        pressed = button;
        pointer.button(button, true);
    }

    private void release() {
        releaseAt = DueTimes.NEVER;
        if (pressed != NONE) {
            pointer.button(pressed, false);
            pressed = NONE;
        }
    }

    /** Forgets the fingers, and what was pressed by them: somebody else has released it. */
    void forget() {
        releaseAt = DueTimes.NEVER;
        pressed = NONE;
        gesture = down == 0 ? Gesture.NOTHING : Gesture.DONE;
    }

    /** Forgets who is down as well: they are unknown to the next guest. */
    void restart() {
        down = 0;
        forget();
    }

    @Override
    public long dueAt() {
        return releaseAt;
    }

    @Override
    public void run(long now) {
        synchronized (lock) {
            if (releaseAt != DueTimes.NEVER && releaseAt - now <= 0) {
                release();
            }
        }
    }
}
