package netseat.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import netseat.hypervisor.VmSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

@Timeout(10)
class VmFolderTest {
    private final JsonMapper json = JsonMapper.builder().build();

    @Test
    void knowsWhatAMachineWasStartedAsAlsoByAnOlderController(@TempDir Path path) throws IOException {
        VmFolder folder = new VmFolder(path);
        assertThat(folder.readSpec(json)).isEmpty();
        VmSpec spec = VmSpec.named("a");
        folder.writeSpec(json, spec);
        assertThat(folder.readSpec(json)).contains(spec);
        Path file = path.resolve("spec.json");
        ObjectNode old = (ObjectNode) json.readTree(Files.readAllBytes(file));
        assertThat(old.remove("heads").isObject()).isTrue();
        Files.write(file, json.writeValueAsBytes(old));
        assertThat(folder.readSpec(json)).contains(spec);
    }
}
