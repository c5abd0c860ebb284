package netseat.hypervisor;

/**
 * The touch screen that the guest sees, if it has one. Never blocks; a guest that is slow is given the newest place of each
 * contact, but every beginning and end.
 */
public interface LogicalTouch {
    /** The most contacts; they go by the numbers 0 to this less one. */
    int MAX_CONTACTS = 10;

    /** The largest coordinate. */
    int MAX_POSITION = 0x7FFF;

    /** How many contacts the guest takes at this moment; 0: it has no touch screen. */
    int contacts();

    /** Calls the listener after each change of {@link #contacts()}, on a thread of the machine; it must not block. */
    Registration onModeChange(Runnable listener);

    /**
     * A contact begins or moves, from the next {@link #report()} on.
     *
     * @param x from the left, 0 to {@link #MAX_POSITION}
     * @param y from the top, likewise
     * @throws IllegalArgumentException for a number or a place that cannot be
     */
    void touch(int contact, int x, int y);

    /**
     * A contact ends, from the next {@link #report()} on; nothing happens when it is not there.
     *
     * @throws IllegalArgumentException for a number that cannot be
     */
    void lift(int contact);

    /** What was said since the last report belongs together, and reaches the guest as one. */
    void report();
}
