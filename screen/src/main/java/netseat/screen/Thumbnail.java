package netseat.screen;

/** Smaller copies of pictures, each pixel the mean of those it stands for. Pure functions. */
public final class Thumbnail {
    private Thumbnail() {}

    /** The picture at most {@code width} pixels wide, 1 or more, in its proportions; never enlarged. */
    public static Framebuffer of(Framebuffer picture, int width) {
        if (width >= picture.width()) {
            return picture.copy();
        }
        int height = Math.max(1, picture.height() * width / picture.width());
        Framebuffer small = new Framebuffer(width, height);
        for (int y = 0; y < height; y++) {
            int top = y * picture.height() / height;
            int bottom = Math.max(top + 1, (y + 1) * picture.height() / height);
            for (int x = 0; x < width; x++) {
                int left = x * picture.width() / width;
                int right = Math.max(left + 1, (x + 1) * picture.width() / width);
                small.pixels()[y * width + x] = mean(picture, left, top, right, bottom);
            }
        }
        return small;
    }

    private static int mean(Framebuffer picture, int left, int top, int right, int bottom) {
        long red = 0;
        long green = 0;
        long blue = 0;
        for (int y = top; y < bottom; y++) {
            for (int x = left; x < right; x++) {
                int pixel = picture.pixels()[y * picture.width() + x];
                red += pixel >> 16 & 0xFF;
                green += pixel >> 8 & 0xFF;
                blue += pixel & 0xFF;
            }
        }
        long count = (long) (right - left) * (bottom - top);
        return (int) (((red / count) << 16) | ((green / count) << 8) | (blue / count));
    }
}
