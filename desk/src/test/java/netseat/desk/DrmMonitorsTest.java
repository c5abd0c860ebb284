package netseat.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is seen of monitors that come and go, in the files by which Linux tells of them. */
class DrmMonitorsTest {
    @TempDir
    private Path folder;

    @Test
    void aMonitorThatComesOrHasOtherModesChangesTheFingerprint() throws IOException {
        DrmMonitors monitors = new DrmMonitors(folder.resolve("dri"), folder);
        Path connector = Files.createDirectory(folder.resolve("card0-HDMI-A-1"));
        Files.writeString(connector.resolve("status"), "disconnected\n");
        Files.writeString(connector.resolve("modes"), "");
        String empty = monitors.fingerprint();
        assertThat(monitors.fingerprint()).isEqualTo(empty);
        Files.writeString(connector.resolve("status"), "connected\n");
        Files.writeString(connector.resolve("modes"), "1920x1080\n");
        String one = monitors.fingerprint();
        assertThat(one).isNotEqualTo(empty);
        Files.writeString(connector.resolve("modes"), "1280x1024\n");
        assertThat(monitors.fingerprint()).isNotEqualTo(one);
    }

    @Test
    void withoutACardThereIsNoMonitor() throws IOException {
        DrmMonitors monitors = new DrmMonitors(folder.resolve("dri"), folder.resolve("none"));
        assertThat(monitors.find()).isEmpty();
        assertThat(monitors.isDenied()).isFalse();
        assertThat(monitors.fingerprint()).isEmpty();
    }
}
