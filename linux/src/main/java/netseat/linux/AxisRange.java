package netseat.linux;

/**
 * Where an axis begins and ends.
 *
 * @param lowest of its numbers
 * @param highest at least one more in any real device
 */
public record AxisRange(int lowest, int highest) {
    /** A number of the axis as 0 to {@code most}; what lies outside the axis is at its end. */
    public int scale(int number, int most) {
        long length = Math.max(1L, (long) highest - lowest);
        long from = Math.clamp((long) number - lowest, 0, length);
        return (int) ((from * most + length / 2) / length);
    }
}
