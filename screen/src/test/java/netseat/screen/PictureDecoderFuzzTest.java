package netseat.screen;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;

/** Foreign bytes to a display unit's decoder: an error of its own kind or a picture within bounds, nothing else. */
class PictureDecoderFuzzTest {
    @FuzzTest(maxDuration = "10s")
    void anyBytes(byte[] commands) {
        try {
            new PictureDecoder().decode(ByteBuffer.wrap(commands));
        } catch (BadPictureException e) {
            assert e.getMessage() != null;
        }
    }
}
