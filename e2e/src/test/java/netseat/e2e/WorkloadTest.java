package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import netseat.e2e.Workload.Rectangle;
import netseat.screen.Framebuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The recorded screens are what their README says: benchmarks rest on them. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class WorkloadTest {
    @Test
    void allAreFoundFromAnyFolderOfTheRepository() throws IOException {
        assertThat(Workload.all())
                .extracting(Workload::name)
                .containsExactly("desk_drag", "desk_photo", "gtk_dialogs", "scroll_fbcon", "typing_fbcon");
    }

    @ParameterizedTest
    @CsvSource({
        "typing_fbcon, 1024, 768, 86",
        "scroll_fbcon, 1024, 768, 101",
        "gtk_dialogs, 1280, 800, 88",
        "desk_drag, 1024, 768, 97",
        "desk_photo, 1024, 768, 14"
    })
    void everyFrameChangesWhereItSaysAndNowhereElse(String name, int width, int height, int frames) throws IOException {
        Workload workload = Workload.named(name);
        assertThat(workload.width()).isEqualTo(width);
        assertThat(workload.height()).isEqualTo(height);
        int read = 0;
        double last = -1;
        Framebuffer shown = new Framebuffer(width, height);
        try (Workload.Playback playback = workload.play()) {
            while (playback.next()) {
                assertThat(playback.frame().seconds()).isGreaterThan(last);
                last = playback.frame().seconds();
                for (Rectangle changed : playback.frame().changed()) {
                    copy(playback.picture(), shown, changed);
                }
                assertThat(shown.pixels())
                        .as("%s, frame %d", name, read)
                        .isEqualTo(playback.picture().pixels());
                read++;
            }
        }
        assertThat(read).isEqualTo(frames);
    }

    private static void copy(Framebuffer from, Framebuffer to, Rectangle at) {
        for (int y = at.y(); y < at.y() + at.height(); y++) {
            int line = y * from.width() + at.x();
            System.arraycopy(from.pixels(), line, to.pixels(), line, at.width());
        }
    }
}
