package netseat.screen;

import java.util.Arrays;

/**
 * Codes pixels by how far they are from what their neighbours let one expect: for photographs, gradients and every colour
 * that is new. Green first; red and blue follow from how far green was off. See docs/protocol.md, "Photograph pixels".
 *
 * <p>The same code runs at both ends. Owned by one thread; allocates nothing.
 */
final class PhotoModel {
    private static final int ACTIVITIES = 15;
    private static final int TEXTURES = 32;
    private static final int SURPRISES = 4;

    /** From this size on, a difference is coded as its highest bit's place and the bits below. */
    private static final int LARGE = 8;

    /** Sizes 0 to 7, then 8 to 15, 16 to 31, 32 to 63, 64 to 127, 128. */
    private static final int SIZES = 12;

    /** The steps of activity: the first activity that is no longer of that step. */
    private static final int[] STEPS = {1, 2, 3, 5, 7, 10, 14, 19, 26, 36, 50, 75, 110, 170};

    private static final byte[] STEP_OF = new byte[512];

    /** Green, red, blue: where a channel's bits are. */
    private static final int[] SHIFTS = {8, 16, 0};

    static {
        int step = 0;
        for (int activity = 0; activity < STEP_OF.length; activity++) {
            if (step < STEPS.length && activity >= STEPS[step]) {
                step++;
            }
            STEP_OF[activity] = (byte) step;
        }
    }

    private final int[] sizes;
    private final int[] belows;
    private final int[] signs;
    private final int[] biases;

    PhotoModel() {
        sizes = BitCoder.models(3 * ACTIVITIES * SURPRISES * 16);
        belows = BitCoder.models(3 * 8 * 4);
        signs = BitCoder.models(3 * ACTIVITIES * 4);
        biases = new int[3 * ACTIVITIES * TEXTURES];
    }

    /** The same state, on its own from now on. */
    PhotoModel(PhotoModel other) {
        sizes = other.sizes.clone();
        belows = other.belows.clone();
        signs = other.signs.clone();
        biases = other.biases.clone();
    }

    void forget() {
        BitCoder.forget(sizes);
        BitCoder.forget(belows);
        BitCoder.forget(signs);
        Arrays.fill(biases, 0);
    }

    /**
     * Codes one pixel.
     *
     * @param pixel what to write
     * @return the pixel
     */
    int pixel(BitCoder coder, Surroundings around, int pixel) {
        int result = 0;
        int greenOff = 0;
        int redOff = 0;
        for (int channel = 0; channel < 3; channel++) {
            int shift = SHIFTS[channel];
            int w = (around.w >> shift) & 0xFF;
            int n = (around.n >> shift) & 0xFF;
            int nw = (around.nw >> shift) & 0xFF;
            int ne = (around.ne >> shift) & 0xFF;
            int ww = (around.ww >> shift) & 0xFF;
            int nn = (around.nn >> shift) & 0xFF;
            int across = Math.abs(w - ww) + Math.abs(n - nw) + Math.abs(n - ne);
            int down = Math.abs(w - nw) + Math.abs(n - nn);
            down += down >> 1;
            int smooth = smooth(w, n, nw, ne, down - across);
            int activity = STEP_OF[Math.min(STEP_OF.length - 1, (across + down) / 3)];
            int guess = smooth;
            int surprise = 0;
            if (channel == 1) {
                guess += greenOff;
                surprise = surprise(greenOff);
            } else if (channel == 2) {
                guess += (greenOff + redOff) >> 1;
                surprise = surprise((greenOff + redOff) >> 1);
            }
            int texture = (w > smooth ? 1 : 0)
                    | (n > smooth ? 2 : 0)
                    | (ne > smooth ? 4 : 0)
                    | (ww > smooth ? 8 : 0)
                    | (nn > smooth ? 16 : 0);
            int context = channel * ACTIVITIES + activity;
            int biasAt = context * TEXTURES + texture;
            int bias = biases[biasAt];
            guess = Math.clamp(guess + ((bias + 64) >> 7), 0, 0xFF);
            int off = (byte) (((pixel >> shift) & 0xFF) - guess);
            int sign = context * 4 + (bias > 32 ? 1 : bias < -32 ? 2 : 0);
            off = difference(coder, channel, context * SURPRISES + surprise, sign, off);
            int value = (guess + off) & 0xFF;
            result |= value << shift;
            biases[biasAt] = bias + ((((value - guess) << 7) - bias) >> 5);
            if (channel == 0) {
                greenOff = value - smooth;
            } else {
                redOff = value - smooth;
            }
        }
        return result;
    }

    /** What lies between west and north, leaning towards the side along which the picture changes less. */
    private static int smooth(int w, int n, int nw, int ne, int edge) {
        if (edge > 80) {
            return w;
        }
        if (edge < -80) {
            return n;
        }
        int mean = ((w + n) >> 1) + ((ne - nw) >> 2);
        if (edge > 32) {
            return (mean + w) >> 1;
        }
        if (edge > 8) {
            return (3 * mean + w) >> 2;
        }
        if (edge < -32) {
            return (mean + n) >> 1;
        }
        if (edge < -8) {
            return (3 * mean + n) >> 2;
        }
        return mean;
    }

    private static int surprise(int off) {
        int size = Math.abs(off);
        return size < 1 ? 0 : size < 3 ? 1 : size < 9 ? 2 : 3;
    }

    /** Codes a difference of -128 to 127. */
    private int difference(BitCoder coder, int channel, int context, int sign, int difference) {
        int written = Math.abs(difference);
        int writtenSize = written < LARGE ? written : LARGE - 3 + 31 - Integer.numberOfLeadingZeros(written);
        int at = context * 16;
        int size = 0;
        while (size < SIZES && coder.bit(sizes, at + size, size < writtenSize ? 1 : 0) != 0) {
            size++;
        }
        if (size == 0) {
            return 0;
        }
        int value = size;
        if (size >= LARGE) {
            int below = size - LARGE + 3;
            int models = (channel * 8 + size - LARGE) * 4;
            int first = coder.bit(belows, models + 1, (written >> (below - 1)) & 1);
            int second = coder.bit(belows, models + 2 + first, (written >> (below - 2)) & 1);
            value = ((4 | (first << 1) | second) << (below - 2)) | coder.plain(written, below - 2);
        }
        return coder.bit(signs, sign, difference < 0 ? 1 : 0) != 0 ? -value : value;
    }
}
