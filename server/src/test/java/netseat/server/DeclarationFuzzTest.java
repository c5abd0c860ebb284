package netseat.server;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A declaration is read, or refused with words for its author. */
class DeclarationFuzzTest {
    @FuzzTest(maxDuration = "10s")
    void anyFile(byte[] content) throws IOException {
        Path file = Files.createTempFile("vms", ".toml");
        try {
            Declaration read = DeclarationFile.read(Files.write(file, content));
            assert read.machines() != null;
        } catch (IllegalArgumentException e) {
            if (e.getMessage() == null || !e.getMessage().contains(file.toString())) {
                throw new AssertionError("without the file's name", e);
            }
        } finally {
            Files.delete(file);
        }
    }
}
