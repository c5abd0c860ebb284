package netseat.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was recorded is played again; what is no recording is refused. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class RecordingTest {
    /** FILL of the pixel 0,0 in white. */
    private static final byte[] FILL = {2, 0, 0, 0, 0, 0, 1, 0, 1, -1, -1, -1};

    /** MODE of 2x1. */
    private static final byte[] MODE = {1, 0, 2, 0, 1};

    @TempDir
    private Path folder;

    private Path recorded() throws IOException {
        Path file = folder.resolve("r");
        Recorder recorder = new Recorder(file);
        recorder.picture(7, 0, true, ByteBuffer.wrap(FILL)); // draws on what is not there yet
        recorder.picture(8, 0, true, ByteBuffer.wrap(MODE));
        recorder.picture(9, 0, false, ByteBuffer.wrap(FILL));
        recorder.picture(9, 0, true, ByteBuffer.allocate(0));
        recorder.close();
        recorder.picture(10, 0, true, ByteBuffer.wrap(MODE));
        return file;
    }

    @Test
    void itBeginsWithAModeAndShowsEachPictureOnce() throws IOException, BadFileException {
        List<Long> times = new ArrayList<>();
        List<String> pictures = new ArrayList<>();
        Recording.play(recorded(), (micros, picture) -> {
            times.add(micros);
            pictures.add(Arrays.toString(picture.pixels()));
        });
        assertThat(pictures).containsExactly("[0, 0]", "[16777215, 0]");
        assertThat(times).isSorted();
        assertThat(times.getFirst()).isLessThan(10_000_000);
    }

    @Test
    void whatWasCutOffIsPlayedAsFarAsItGoes() throws IOException, BadFileException {
        byte[] file = Files.readAllBytes(recorded());
        for (int length = Recorder.HEAD.length; length < file.length; length++) {
            List<Long> times = new ArrayList<>();
            Recording.play(new ByteArrayInputStream(file, 0, length), (micros, picture) -> times.add(micros));
            assertThat(times.size()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void whatIsNoRecordingIsRefused() throws IOException {
        byte[] file = Files.readAllBytes(recorded());
        file[Recorder.HEAD.length + 8] = 0x10; // not a PICTURE
        assertThatExceptionOfType(BadFileException.class)
                .isThrownBy(() -> Recording.play(new ByteArrayInputStream(file), (micros, picture) -> {}));
        assertThatExceptionOfType(BadFileException.class)
                .isThrownBy(() -> Recording.play(new ByteArrayInputStream(new byte[40]), (micros, picture) -> {}));
    }
}
