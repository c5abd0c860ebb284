package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import netseat.device.VirtualSeat;
import netseat.protocol.PlugState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a test client types at GRUB comes out as the right characters, and its picture is QEMU's own, all pixels. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class GrubTest {
    private static final Duration BOOT = Duration.ofSeconds(60);
    private static final Duration SOON = Duration.ofSeconds(15);

    private static ServerProcess server;
    private static Monitor monitor;
    private static VirtualSeat seat;

    @BeforeAll
    static void sitDown() throws IOException, InterruptedException {
        server = ServerProcess.start(Guests.machine("grub", Guests.GRUB) + Guests.seat("a", "grub"));
        server.awaitState("grub", "running");
        monitor = server.monitor("grub");
        seat = server.sit("a");
        Awaitility.await("GRUB's prompt or menu").atMost(BOOT).until(monitor::isAtGrub);
        if (!monitor.text().contains("grub>")) {
            seat.type("c");
        }
        Awaitility.await("GRUB's prompt")
                .atMost(BOOT)
                .until(() -> monitor.text().contains("grub>"));
    }

    @AfterAll
    static void leave() throws IOException, InterruptedException {
        seat.close();
        monitor.close();
        server.close();
    }

    @Test
    void charactersAndPicturesAreExactInTextAndGraphicsAndBack() throws IOException, InterruptedException {
        assertThat(seat.state()).isEqualTo(PlugState.RUNNING);
        assertThat(seat.machine()).isEqualTo("grub");

        String words = "echo the quick brown fox jumps over 0123456789";
        String signs = "echo \"A QUICK\"`-=[]\\;',./~!@#%^*_+:?{}|<>\"&()$";
        typeAndSee(words);
        seat.type("\n");
        awaitText("\nthe quick brown fox jumps over 0123456789");
        typeAndSee(signs);
        Pictures.assertEqual(seat, monitor);
        assertThat(seat.picture().width()).isEqualTo(720);
        assertThat(seat.picture().height()).isEqualTo(400);

        // The line is not run: Escape and Ctrl-C are no help in GRUB, so it is rubbed out.
        while (!isPromptEmpty()) {
            seat.type("\b");
        }
        typeAndSee("insmod all_video");
        seat.type("\n");
        typeAndSee("set gfxmode=1280x800");
        seat.type("\n");
        typeAndSee("terminal_output gfxterm");
        seat.type("\n");
        awaitSize(1280, 800);
        Pictures.assertEqual(seat, monitor);
        typeAndSeePixels("echo pixels");
        Pictures.assertEqual(seat, monitor);

        typeAndSeePixels("\nterminal_output console");
        seat.type("\n");
        awaitSize(720, 400);
        Awaitility.await("the prompt")
                .atMost(SOON)
                .until(() -> monitor.text().stripTrailing().endsWith("grub>"));
        seat.type("echo back again");
        awaitText("grub> echo back again");
        Pictures.assertEqual(seat, monitor);

        assertThat(monitor.human("info network").strip())
                .as("QEMU has no network")
                .isEmpty();
        assertThat(seat.closed()).isEmpty();
    }

    /** As a newcomer's firmware would: written by the documentation alone, in another language, over TLS. */
    @Test
    void thePythonKeyboardTypesOverTls(@TempDir Path folder) throws IOException, InterruptedException {
        seat.type("\n"); // whatever stands at the prompt
        Awaitility.await("the prompt").atMost(SOON).until(GrubTest::isPromptEmpty);
        Process python = PythonKeyboard.start(server.devices(), folder.resolve("python"), "--pair");
        try (OutputStream keys = python.getOutputStream()) {
            type(keys, server.pairingCode("a"));
            // A line is typed at once, so each is shorter than the fifteen keys that the firmware's queue has room for.
            type(keys, "echo hi, 7");
            awaitText("\nhi, 7");
            type(keys, "echo \"A&b\"");
            awaitText("\nA&b");
        }
        assertThat(new String(python.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                .contains("pending", "admitted", "typing into grub");
        assertThat(python.waitFor()).isZero();
    }

    private static void type(OutputStream keys, String line) throws IOException {
        keys.write((line + "\n").getBytes(StandardCharsets.US_ASCII));
        keys.flush();
    }

    private static boolean isPromptEmpty() throws IOException {
        return monitor.text().stripTrailing().endsWith("grub>");
    }

    /** Types at the prompt, and no faster than GRUB takes it: the firmware's queue has room for fifteen keys. */
    private static void typeAndSee(String line) throws InterruptedException {
        for (int i = 0; i < line.length(); i += 8) {
            String typed = line.substring(0, Math.min(line.length(), i + 8));
            seat.type(typed.substring(i));
            awaitText("grub> " + typed.stripTrailing());
        }
    }

    /** Likewise where there are no characters to be seen: each changes the picture. */
    private static void typeAndSeePixels(String text) throws InterruptedException {
        for (int i = 0; i < text.length(); i++) {
            int[] before = seat.picture().pixels();
            seat.type(text.substring(i, i + 1));
            assertThat(seat.await(it -> !Arrays.equals(it.picture().pixels(), before), SOON))
                    .as("character %d of \"%s\" is to be seen", i, text)
                    .isTrue();
        }
    }

    private static void awaitText(String text) {
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(monitor.text()).contains(text));
    }

    private static void awaitSize(int width, int height) {
        Awaitility.await()
                .atMost(SOON)
                .untilAsserted(() -> assertThat(
                                seat.picture().width() + "x" + seat.picture().height())
                        .as(
                                "the mode, when the guest's text is %s",
                                monitor.text().strip())
                        .isEqualTo(width + "x" + height));
        Awaitility.await("something drawn in the new mode")
                .atMost(SOON)
                .until(() -> Arrays.stream(seat.picture().pixels()).distinct().count() > 1);
    }
}
