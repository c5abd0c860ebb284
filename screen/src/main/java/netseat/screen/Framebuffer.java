package netseat.screen;

/**
 * The pixels of one head: rows from the top, each pixel one {@code 0xXXRRGGBB} int (the top byte means nothing).
 *
 * <p>One thread writes (the one that reads the pixels from the hypervisor), any thread may read. There is no lock:
 * the writer marks {@link Damage} <em>after</em> it has written, a reader takes the damage <em>before</em> it reads. A
 * reader may so see half of a new tile, but then that tile's damage is marked again and the next reading mends it.
 * The size never changes; a new mode is a new framebuffer.
 */
public final class Framebuffer {
    /** The largest width and height in pixels; more is refused before anything is allocated. */
    public static final int MAX_SIDE = 8192;

    /** The largest number of pixels: 7680x4320. */
    public static final int MAX_PIXELS = 7680 * 4320;

    private final int width;
    private final int height;
    private final int[] pixels;

    /**
     * A black framebuffer.
     *
     * @throws IllegalArgumentException when {@link #fits} says no
     */
    public Framebuffer(int width, int height) {
        if (!fits(width, height)) {
            throw new IllegalArgumentException("framebuffer of " + width + "x" + height);
        }
        this.width = width;
        this.height = height;
        this.pixels = new int[width * height];
    }

    /** Whether a framebuffer of this size may exist: 1x1 to {@link #MAX_SIDE} a side and {@link #MAX_PIXELS} in all. */
    public static boolean fits(int width, int height) {
        return width >= 1
                && height >= 1
                && width <= MAX_SIDE
                && height <= MAX_SIDE
                && (long) width * height <= MAX_PIXELS;
    }

    public int width() {
        return width;
    }

    public int height() {
        return height;
    }

    /** The pixels themselves, not a copy: {@code pixels()[y * width() + x]}. */
    public int[] pixels() {
        return pixels;
    }

    /** Another framebuffer with the same pixels. */
    public Framebuffer copy() {
        Framebuffer copy = new Framebuffer(width, height);
        copy.copyFrom(this);
        return copy;
    }

    /** Copies what overlaps from another framebuffer, top left to top left. */
    public void copyFrom(Framebuffer other) {
        int columns = Math.min(width, other.width);
        int rows = Math.min(height, other.height);
        for (int y = 0; y < rows; y++) {
            System.arraycopy(other.pixels, y * other.width, pixels, y * width, columns);
        }
    }
}
