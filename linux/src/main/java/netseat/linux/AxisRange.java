package netseat.linux;

/**
 * Where an axis begins and ends.
 *
 * @param lowest of its numbers
 * @param highest at least one more in any real device
 * @param resolution how many of its numbers there are to a millimetre; 0 = unknown
 */
public record AxisRange(int lowest, int highest, int resolution) {
    /** One whose length nobody knows. */
    public AxisRange(int lowest, int highest) {
        this(lowest, highest, 0);
    }

    /** A number of the axis as 0 to {@code most}; what lies outside the axis is at its end. */
    public int scale(int number, int most) {
        long length = Math.max(1L, (long) highest - lowest);
        long from = Math.clamp((long) number - lowest, 0, length);
        return (int) ((from * most + length / 2) / length);
    }

    /** How long it is, to the nearest millimetre, at most {@code most}; 0 = unknown. */
    public int millimetres(int most) {
        return resolution <= 0 ? 0 : Math.clamp(((long) highest - lowest + 1 + resolution / 2) / resolution, 0, most);
    }
}
