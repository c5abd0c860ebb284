package netseat.screen;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads PNG files (ISO/IEC 15948) of every colour type with up to 8 bits a channel, not interlaced: what {@link Png} writes and
 * what programs that edit pictures save. Own code for the same reason as there. Pure functions.
 */
public final class PngReader {
    private static final long SIGNATURE = 0x89504E470D0A1A0AL;
    private static final int IHDR = 0x49484452;
    private static final int PLTE = 0x504C5445;
    private static final int TRNS = 0x74524E53;
    private static final int IDAT = 0x49444154;
    private static final int IEND = 0x49454E44;

    /** More bytes than this cannot come from one. */
    private static final int MOST_PACKED = 1040;

    private static final int OPAQUE = 0xFF000000;

    private static final int GREY = 0;
    private static final int RGB = 2;
    private static final int INDEXED = 3;
    private static final int GREY_ALPHA = 4;
    private static final int RGB_ALPHA = 6;

    private final Inflater inflater;
    private int width;
    private int height;
    private int depth;
    private int type;
    private final int[] palette = new int[256];
    private byte[] lines = {};
    private int filled;

    private PngReader(Inflater inflater) {
        this.inflater = inflater;
    }

    /**
     * The picture; the top byte of each pixel is its opacity, 0xFF for a file that has none.
     *
     * @throws BadPictureException when the file is no such PNG, or damaged, or larger than a {@link Framebuffer} may be
     */
    public static Framebuffer read(byte[] file) throws BadPictureException {
        Inflater inflater = new Inflater();
        try {
            return new PngReader(inflater).picture(ByteBuffer.wrap(file));
        } catch (DataFormatException e) {
            throw new BadPictureException("a PNG whose pixels are damaged");
        } finally {
            inflater.end();
        }
    }

    private Framebuffer picture(ByteBuffer in) throws BadPictureException, DataFormatException {
        if (in.remaining() < 8 || in.getLong() != SIGNATURE) {
            throw new BadPictureException("no PNG");
        }
        Arrays.fill(palette, OPAQUE);
        int transparent = -1; // the colour that is, of a file without a palette
        while (true) {
            if (in.remaining() < 12 || in.getInt(in.position()) < 0 || in.getInt(in.position()) > in.remaining() - 12) {
                throw new BadPictureException("a PNG that is cut short");
            }
            int length = in.getInt();
            int name = in.getInt();
            ByteBuffer chunk = in.slice(in.position(), length);
            in.position(in.position() + length + 4); // what is damaged shows in the pixels' own check
            if ((name == IHDR) != (width == 0)) {
                throw new BadPictureException("a PNG whose head is not its first part");
            }
            switch (name) {
                case IHDR -> head(chunk, in.limit());
                case PLTE -> palette(chunk);
                case TRNS -> transparent = transparency(chunk, transparent);
                case IDAT -> pixels(chunk);
                case IEND -> {
                    return unfiltered(transparent);
                }
                default -> {
                    if ((name & 0x20000000) == 0) {
                        throw new BadPictureException("a PNG with an unknown part that matters");
                    }
                }
            }
        }
    }

    private void head(ByteBuffer in, int fileLength) throws BadPictureException {
        if (in.remaining() != 13) {
            throw new BadPictureException("a PNG's head of " + in.remaining() + " bytes");
        }
        width = in.getInt();
        height = in.getInt();
        depth = in.get();
        type = in.get();
        boolean plain = in.get() == 0; // the only packing that there is
        plain &= in.get() == 0; // and the only set of filters
        plain &= in.get() == 0; // not interlaced
        boolean small = type == GREY || type == INDEXED;
        boolean known = small || type == RGB || type == GREY_ALPHA || type == RGB_ALPHA;
        boolean fine = depth == 8 || (small && (depth == 1 || depth == 2 || depth == 4));
        if (!plain || !known || !fine) {
            throw new BadPictureException("a PNG that is interlaced or has 16 bits a channel; save it without");
        }
        if (!Framebuffer.fits(width, height)) {
            throw new BadPictureException("a PNG of " + width + "x" + height);
        }
        int length = height * (1 + stride());
        if (length / MOST_PACKED > fileLength) {
            throw new BadPictureException("a PNG with too few pixels");
        }
        lines = new byte[length];
    }

    private int channels() {
        return switch (type) {
            case RGB -> 3;
            case GREY_ALPHA -> 2;
            case RGB_ALPHA -> 4;
            default -> 1;
        };
    }

    private int stride() {
        return (width * channels() * depth + 7) / 8;
    }

    private void palette(ByteBuffer in) {
        for (int i = 0; i < palette.length && in.remaining() >= 3; i++) {
            palette[i] = OPAQUE | (in.get() & 0xFF) << 16 | (in.get() & 0xFF) << 8 | (in.get() & 0xFF);
        }
    }

    private int transparency(ByteBuffer in, int before) {
        if (type == INDEXED) {
            for (int i = 0; i < palette.length && in.hasRemaining(); i++) {
                palette[i] = (palette[i] & ~OPAQUE) | (in.get() & 0xFF) << 24;
            }
        } else if (type == GREY && in.remaining() == 2) {
            return grey(in.getShort() & 0xFF) & ~OPAQUE;
        } else if (type == RGB && in.remaining() == 6) {
            return (in.getShort() & 0xFF) << 16 | (in.getShort() & 0xFF) << 8 | (in.getShort() & 0xFF);
        }
        return before;
    }

    private int grey(int sample) {
        return OPAQUE | sample * 255 / ((1 << depth) - 1) * 0x010101;
    }

    private void pixels(ByteBuffer in) throws BadPictureException, DataFormatException {
        inflater.setInput(in);
        while (filled < lines.length && !inflater.needsInput() && !inflater.finished()) {
            int more = inflater.inflate(lines, filled, lines.length - filled);
            if (more == 0 && inflater.needsDictionary()) {
                throw new BadPictureException("a PNG packed with a dictionary");
            }
            filled += more;
        }
    }

    private Framebuffer unfiltered(int transparent) throws BadPictureException {
        if (filled < lines.length) {
            throw new BadPictureException("a PNG with too few pixels");
        }
        int stride = stride();
        int before = Math.max(1, channels() * depth / 8); // how far the byte to the left is
        Framebuffer picture = new Framebuffer(width, height);
        for (int y = 0; y < height; y++) {
            int start = y * (1 + stride) + 1;
            int filter = lines[start - 1];
            for (int i = 0; i < stride; i++) {
                int left = i >= before ? lines[start + i - before] & 0xFF : 0;
                int up = y > 0 ? lines[start + i - stride - 1] & 0xFF : 0;
                int corner = y > 0 && i >= before ? lines[start + i - before - stride - 1] & 0xFF : 0;
                int guess = switch (filter) {
                    case 0 -> 0;
                    case 1 -> left;
                    case 2 -> up;
                    case 3 -> (left + up) / 2;
                    case 4 -> paeth(left, up, corner);
                    default -> throw new BadPictureException("a PNG with the unknown filter " + filter);
                };
                lines[start + i] += (byte) guess;
            }
            for (int x = 0; x < width; x++) {
                int pixel = pixel(start, x);
                picture.pixels()[y * width + x] = (pixel & ~OPAQUE) == transparent ? transparent : pixel;
            }
        }
        return picture;
    }

    private static int paeth(int left, int up, int corner) {
        int guess = left + up - corner;
        int fromLeft = Math.abs(guess - left);
        int fromUp = Math.abs(guess - up);
        int fromCorner = Math.abs(guess - corner);
        if (fromLeft <= fromUp && fromLeft <= fromCorner) {
            return left;
        }
        return fromUp <= fromCorner ? up : corner;
    }

    private int pixel(int start, int x) {
        return switch (type) {
            case RGB -> OPAQUE | rgb(start + 3 * x);
            case RGB_ALPHA -> (lines[start + 4 * x + 3] & 0xFF) << 24 | rgb(start + 4 * x);
            case GREY_ALPHA -> (grey(lines[start + 2 * x] & 0xFF) & ~OPAQUE) | (lines[start + 2 * x + 1] & 0xFF) << 24;
            default -> {
                int perByte = 8 / depth;
                int shift = 8 - depth * (x % perByte + 1);
                int sample = (lines[start + x / perByte] & 0xFF) >> shift & ((1 << depth) - 1);
                yield type == GREY ? grey(sample) : palette[sample];
            }
        };
    }

    private int rgb(int at) {
        return (lines[at] & 0xFF) << 16 | (lines[at + 1] & 0xFF) << 8 | (lines[at + 2] & 0xFF);
    }
}
