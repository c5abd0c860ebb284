package netseat.hypervisor;

/**
 * The mouse or tablet that the guest sees. Never blocks; motion that the guest is too slow for is merged, buttons and
 * wheel steps are kept in order with it.
 */
public interface LogicalPointer {
    /** The largest absolute coordinate. */
    int MAX_POSITION = 0x7FFF;

    /** The largest distance of one relative motion, either way. */
    int MAX_MOTION = 0x3FFF;

    /** The buttons a guest can have. */
    enum Button {
        LEFT,
        RIGHT,
        MIDDLE,
        /** The thumb's "back". */
        SIDE,
        /** The thumb's "forward". */
        EXTRA
    }

    /** Whether the guest takes positions (a tablet) at this moment; otherwise it takes motion (a mouse). */
    boolean absolute();

    /** Calls the listener after each change of {@link #absolute()}, on a thread of the machine; it must not block. */
    Registration onModeChange(Runnable listener);

    /**
     * Moves by a distance, right and down positive; ignored unless the guest takes motion.
     *
     * @throws IllegalArgumentException beyond {@link #MAX_MOTION}
     */
    void move(int dx, int dy);

    /**
     * Moves to a position, 0,0 top left and {@link #MAX_POSITION} right and bottom; ignored unless the guest takes
     * positions.
     *
     * @throws IllegalArgumentException outside 0 to {@link #MAX_POSITION}
     */
    void moveTo(int x, int y);

    void button(Button button, boolean down);

    /**
     * Turns the wheel by whole steps.
     *
     * @param vertical away from the user positive, at most 64 either way
     * @param horizontal right positive, likewise
     */
    void wheel(int vertical, int horizontal);
}
