package netseat.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Devices that come and go, as files do. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class InputFolderTest {
    @TempDir
    private Path folder;

    @Test
    void devicesComeByTheirNumbersAndNothingElseDoes() throws IOException {
        for (String name : List.of("event10", "event9", "mouse0", "event2", "by-id")) {
            Files.writeString(folder.resolve(name), "");
        }
        assertThat(InputFolder.devices(folder).stream()
                        .map(path -> path.getFileName().toString()))
                .containsExactly("event2", "event9", "event10");
        assertThat(InputFolder.devices(folder.resolve("none"))).isEmpty();
    }

    @Test
    void aWaitEndsWhenAFileComesOrGoes() throws IOException {
        try (InputFolder watched = new InputFolder(folder);
                WakeUp wakeUp = new WakeUp()) {
            InputPoller poller = new InputPoller(watched, wakeUp);
            assertThat(watched.changed()).isFalse();
            Path file = Files.writeString(folder.resolve("event0"), "");
            poller.await(-1);
            assertThat(watched.changed()).isTrue();
            assertThat(watched.devices()).containsExactly(file);
            assertThat(watched.changed()).isFalse();
            Files.delete(file);
            poller.await(-1);
            assertThat(watched.changed()).isTrue();
            assertThat(watched.devices()).isEmpty();
        }
    }

    @Test
    void anotherThreadEndsAWait() throws IOException {
        try (InputFolder watched = new InputFolder(folder);
                WakeUp wakeUp = new WakeUp()) {
            InputPoller poller = new InputPoller(watched, wakeUp);
            for (int round = 0; round < 3; round++) {
                Thread.ofVirtual().start(wakeUp::ring);
                poller.await(-1);
                wakeUp.quiet();
            }
            poller.await(0);
            assertThat(watched.changed()).isFalse();
        }
    }

    @Test
    void whatIsNoDeviceIsRefusedInWords() throws IOException {
        Path file = Files.writeString(folder.resolve("event0"), "");
        assertThatExceptionOfType(LinuxException.class)
                .isThrownBy(() -> InputDevice.open(file))
                .withMessageContaining(file.toString())
                .matches(fault -> !fault.isGone() && !fault.isPermission());
        assertThatExceptionOfType(LinuxException.class)
                .isThrownBy(() -> InputDevice.open(folder.resolve("event1")))
                .withMessageContaining("No such file")
                .matches(LinuxException::isGone);
        assertThatExceptionOfType(LinuxException.class)
                .isThrownBy(() -> new InputFolder(folder.resolve("none")))
                .matches(LinuxException::isGone);
    }
}
