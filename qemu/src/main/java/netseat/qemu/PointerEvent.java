package netseat.qemu;

import netseat.hypervisor.LogicalPointer;

/** Pointer events packed into longs: a kind, and two numbers of 28 bits. */
final class PointerEvent {
    /** No event. */
    static final long NONE = -1;

    private static final long MOVE = 0;
    private static final long MOVE_TO = 1;
    private static final long BUTTON = 2;
    private static final long WHEEL = 3;

    private static final int BITS = 28;
    private static final long MASK = (1L << BITS) - 1;

    private PointerEvent() {}

    private static long pack(long kind, int first, int second) {
        return (kind << (2 * BITS)) | ((first & MASK) << BITS) | (second & MASK);
    }

    static long move(int dx, int dy) {
        return pack(MOVE, dx, dy);
    }

    static long moveTo(int x, int y) {
        return pack(MOVE_TO, x, y);
    }

    static long button(int index, boolean down) {
        return pack(BUTTON, index, down ? 1 : 0);
    }

    static long wheel(int vertical, int horizontal) {
        return pack(WHEEL, vertical, horizontal);
    }

    private static long kind(long event) {
        return event >>> (2 * BITS);
    }

    static boolean isMotion(long event) {
        return kind(event) <= MOVE_TO;
    }

    static boolean isButton(long event) {
        return kind(event) == BUTTON;
    }

    /** Distance or position to the right, index of the button, or vertical steps. */
    static int first(long event) {
        return (int) ((event << (Long.SIZE - 2 * BITS)) >> (Long.SIZE - BITS));
    }

    /** Distance or position downwards, 1 for down, or horizontal steps. */
    static int second(long event) {
        return (int) ((event << (Long.SIZE - BITS)) >> (Long.SIZE - BITS));
    }

    /** One motion for two that follow each other: the sum, or the last position. {@link #NONE} when they differ. */
    static long merge(long earlier, long later) {
        if (kind(earlier) != kind(later) || !isMotion(later)) {
            return NONE;
        }
        return kind(later) == MOVE_TO
                ? later
                : move(sum(first(earlier), first(later)), sum(second(earlier), second(later)));
    }

    private static int sum(int a, int b) {
        return Math.clamp(a + b, -LogicalPointer.MAX_MOTION, LogicalPointer.MAX_MOTION);
    }

    /** Sends a motion; false when it could not be sent now. */
    static boolean sendMotion(long event, QmpInput to) {
        return kind(event) == MOVE_TO ? to.moveTo(first(event), second(event)) : to.move(first(event), second(event));
    }
}
