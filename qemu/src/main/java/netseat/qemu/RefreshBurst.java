package netseat.qemu;

/**
 * How often and for how long the screen is looked at after an input.
 *
 * @param intervalNanos from one look to the next
 * @param lengthNanos from the input to the last look
 */
record RefreshBurst(long intervalNanos, long lengthNanos) {
    /** Every 2 ms for 24 ms. */
    static final RefreshBurst STANDARD = new RefreshBurst(2_000_000, 24_000_000);
}
