package netseat.e2e;

import java.nio.charset.StandardCharsets;
import netseat.screen.Framebuffer;

/** Reads the binary PPM files that QEMU writes. */
public final class Ppm {
    private Ppm() {}

    public static Framebuffer read(byte[] file) {
        int[] numbers = new int[3];
        int at = 2;
        if (!new String(file, 0, 2, StandardCharsets.US_ASCII).equals("P6")) {
            throw new IllegalArgumentException("no PPM");
        }
        for (int i = 0; i < numbers.length; i++) {
            while (file[at] <= ' ') {
                at++;
            }
            while (file[at] > ' ') {
                numbers[i] = numbers[i] * 10 + file[at++] - '0';
            }
        }
        at++;
        Framebuffer picture = new Framebuffer(numbers[0], numbers[1]);
        for (int i = 0; i < picture.pixels().length; i++) {
            picture.pixels()[i] = (file[at++] & 0xFF) << 16 | (file[at++] & 0xFF) << 8 | (file[at++] & 0xFF);
        }
        return picture;
    }
}
