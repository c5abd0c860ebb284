package netseat.bench;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;
import netseat.bench.Report.Peer;
import netseat.screen.Framebuffer;

/**
 * Stand in for peers where none can be given pictures: PNG (prediction and deflate, as tight and ZRLE have it in part) of
 * the rectangle around all that changed, and one zlib stream (VNC's zlib encoding) of the tiles that changed. For one thread.
 */
final class StandIns implements AutoCloseable {
    private static final int TILE = 16;

    private final Framebuffer before;
    private final Deflater deflater = new Deflater();
    private final byte[] buffer = new byte[1 << 16];
    private long png;
    private long zlib;

    /** Starting from what is shown now. */
    StandIns(Framebuffer shown) {
        before = new Framebuffer(shown.width(), shown.height());
        before.copyFrom(shown);
    }

    /** What is shown is this now, though nothing is counted. */
    void skip(Framebuffer now) {
        before.copyFrom(now);
    }

    /** Counts what they take for the change. */
    void count(Framebuffer now) throws IOException {
        int left = now.width();
        int top = now.height();
        int right = 0;
        int bottom = 0;
        ByteArrayOutputStream changed = new ByteArrayOutputStream();
        for (int y = 0; y < now.height(); y += TILE) {
            for (int x = 0; x < now.width(); x += TILE) {
                if (differs(now, x, y)) {
                    left = Math.min(left, x);
                    top = Math.min(top, y);
                    right = Math.min(now.width(), Math.max(right, x + TILE));
                    bottom = Math.min(now.height(), Math.max(bottom, y + TILE));
                    write(now, x, y, changed);
                }
            }
        }
        if (right > 0) {
            png += png(now, left, top, right - left, bottom - top);
            zlib += zlib(changed.toByteArray());
        }
        before.copyFrom(now);
    }

    /** The one that took less, its bytes divided by the number of updates that were counted. */
    Peer best(int updates) {
        return png < zlib
                ? Peer.inThisRun("PNG, javax.imageio", (double) png / updates)
                : Peer.inThisRun("zlib, java.util.zip", (double) zlib / updates);
    }

    private boolean differs(Framebuffer now, int left, int top) {
        int width = Math.min(TILE, now.width() - left);
        for (int y = top; y < Math.min(now.height(), top + TILE); y++) {
            int from = y * now.width() + left;
            if (!Arrays.equals(now.pixels(), from, from + width, before.pixels(), from, from + width)) {
                return true;
            }
        }
        return false;
    }

    private static void write(Framebuffer now, int left, int top, ByteArrayOutputStream out) {
        for (int y = top; y < Math.min(now.height(), top + TILE); y++) {
            for (int x = left; x < Math.min(now.width(), left + TILE); x++) {
                int pixel = now.pixels()[y * now.width() + x];
                out.write(pixel >> 16);
                out.write(pixel >> 8);
                out.write(pixel);
            }
        }
    }

    private static int png(Framebuffer now, int left, int top, int width, int height) throws IOException {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        image.setRGB(0, 0, width, height, now.pixels(), top * now.width() + left, now.width());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (!ImageIO.write(image, "png", out)) {
            throw new IOException("this JDK writes no PNG");
        }
        return out.size();
    }

    private long zlib(byte[] pixels) {
        deflater.setInput(pixels);
        long length = 0;
        int written;
        do {
            written = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
            length += written;
        } while (written == buffer.length);
        return length;
    }

    @Override
    public void close() {
        deflater.end();
    }
}
