package netseat.screen;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/**
 * Writes PNG files (ISO/IEC 15948): 8-bit RGB. Own code because the JDK's writer brings all of AWT into a server that
 * is to be ready at once. Pure functions.
 */
public final class Png {
    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};

    private Png() {}

    /** The picture as a PNG file. */
    public static byte[] encode(Framebuffer picture) {
        int width = picture.width();
        int height = picture.height();
        byte[] lines = new byte[height * (1 + 3 * width)];
        int[] pixels = picture.pixels();
        int to = 0;
        int from = 0;
        for (int y = 0; y < height; y++) {
            lines[to++] = 0; // filter type "none"
            for (int x = 0; x < width; x++) {
                int pixel = pixels[from++];
                lines[to++] = (byte) (pixel >> 16);
                lines[to++] = (byte) (pixel >> 8);
                lines[to++] = (byte) pixel;
            }
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(lines.length / 16 + 1024);
        out.writeBytes(SIGNATURE);
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        header.put((byte) 8).put((byte) 2); // 8 bits, RGB; the rest 0
        chunk(out, "IHDR", header.array(), header.capacity());
        byte[] buffer = new byte[64 * 1024];
        try (Deflater deflater = new Deflater(Deflater.BEST_SPEED)) {
            deflater.setInput(lines);
            deflater.finish();
            while (!deflater.finished()) {
                chunk(out, "IDAT", buffer, deflater.deflate(buffer));
            }
        }
        chunk(out, "IEND", buffer, 0);
        return out.toByteArray();
    }

    private static void chunk(ByteArrayOutputStream out, String type, byte[] data, int length) {
        byte[] name = type.getBytes(StandardCharsets.US_ASCII);
        CRC32 crc = new CRC32();
        crc.update(name);
        crc.update(data, 0, length);
        out.writeBytes(ByteBuffer.allocate(4).putInt(length).array());
        out.writeBytes(name);
        out.write(data, 0, length);
        out.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
    }
}
