package netseat.qemu;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import netseat.screen.Framebuffer;

/** What a QEMU that is not ours any more writes as a screen dump: a picture, or an {@link IOException}. */
class PpmFuzzTest {
    @FuzzTest(maxExecutions = 8000)
    void anyFile(byte[] content) throws IOException {
        Path file = Files.createTempFile("screen", ".ppm");
        Files.write(file, content);
        try {
            Framebuffer picture = PpmFile.read(file);
            assert picture.pixels().length == picture.width() * picture.height();
        } catch (IOException e) {
            assert e.getMessage() != null;
        } finally {
            Files.delete(file);
        }
    }
}
