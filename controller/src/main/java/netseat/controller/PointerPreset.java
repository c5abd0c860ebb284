package netseat.controller;

/**
 * How a pointer is to be.
 *
 * @param speed by how much motion is multiplied, in thousandths
 * @param acceleration by how much more, in thousandths for each {@link MotionScale#ACCELERATION_COUNTS} counts of a report
 * @param leftHanded whether the left and the right button change places
 * @param wheelReversed whether the wheel turns the other way
 * @param wheelSpeed by how much the wheel is multiplied, in thousandths
 */
record PointerPreset(int speed, int acceleration, boolean leftHanded, boolean wheelReversed, int wheelSpeed) {
    /** One. */
    static final int THOUSAND = 1000;

    /** Everything as the device says. */
    static final PointerPreset PLAIN = new PointerPreset(THOUSAND, 0, false, false, THOUSAND);

    /** By how much the wheel is multiplied, in thousandths: negative when it turns the other way. */
    int wheel() {
        return wheelReversed ? -wheelSpeed : wheelSpeed;
    }
}
