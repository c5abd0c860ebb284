package netseat.screen;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Foreign PNG files: a {@link BadPictureException} or a picture within bounds, nothing else. */
class PngReaderFuzzTest {
    @FuzzTest(maxExecutions = 1200)
    void anyFile(byte[] file) {
        try {
            Framebuffer read = PngReader.read(file);
            assert Framebuffer.fits(read.width(), read.height());
        } catch (BadPictureException e) {
            assert e.getMessage() != null;
        }
    }
}
