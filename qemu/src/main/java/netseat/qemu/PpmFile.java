package netseat.qemu;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import netseat.screen.Framebuffer;

/** Reads the pictures that QEMU's {@code screendump} writes: binary PPM (P6), 8 bits a colour. */
final class PpmFile {
    private PpmFile() {}

    static Framebuffer read(Path path) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(path), 1 << 16)) {
            if (in.read() != 'P' || in.read() != '6') {
                throw new IOException("no PPM picture");
            }
            int width = number(in);
            int height = number(in);
            int most = number(in);
            if (!Framebuffer.fits(width, height) || most != 255) {
                throw new IOException("a PPM picture of " + width + "x" + height + ", " + most);
            }
            Framebuffer picture = new Framebuffer(width, height);
            int[] pixels = picture.pixels();
            byte[] row = new byte[3 * width];
            for (int y = 0; y < height; y++) {
                if (in.readNBytes(row, 0, row.length) != row.length) {
                    throw new IOException("a PPM picture cut short");
                }
                for (int x = 0; x < width; x++) {
                    pixels[y * width + x] =
                            ((row[3 * x] & 0xFF) << 16) | ((row[3 * x + 1] & 0xFF) << 8) | (row[3 * x + 2] & 0xFF);
                }
            }
            return picture;
        }
    }

    /** The next decimal number, and the one blank behind it. */
    private static int number(InputStream in) throws IOException {
        int c = in.read();
        while (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
            c = in.read();
        }
        int value = 0;
        while (c >= '0' && c <= '9' && value < 1_000_000) {
            value = 10 * value + c - '0';
            c = in.read();
        }
        return value;
    }
}
