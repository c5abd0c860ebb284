package netseat.configuration;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A declaration is read, or refused with words for its author. */
class DeclarationFuzzTest {
    @FuzzTest(maxExecutions = 6000)
    void anyFile(byte[] content) throws IOException {
        Path file = Files.createTempFile("vms", ".toml");
        try {
            Declaration read = DeclarationFile.read(List.of(Files.write(file, content)), more -> {});
            assert read.machines() != null;
        } catch (DeclarationException e) {
            for (Fault fault : e.faults()) {
                if (!fault.toString().startsWith(file + ":") || fault.words().isEmpty()) {
                    throw new AssertionError("without the file's name", e);
                }
            }
        } finally {
            Files.delete(file);
        }
    }
}
