package netseat.automation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import netseat.keys.Chord;
import netseat.screen.Framebuffer;
import netseat.screen.Png;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Scripts are read whole and right, or refused with the line. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class ScriptTest {
    @TempDir
    private Path folder;

    private static List<Command> commands(String... lines) throws BadScriptException {
        return Script.parse(List.of(lines), name -> name.equals("PASSWORD") ? "se cret" : null).steps().stream()
                .map(Step::command)
                .toList();
    }

    @Test
    void everyCommandIsUnderstood() throws BadScriptException, IOException {
        Path png = folder.resolve("p.png");
        Files.write(png, Png.encode(new Framebuffer(3, 2)));
        Path secret = Files.writeString(folder.resolve("secret"), "from a file\n");
        Duration half = Duration.ofSeconds(30);
        assertThat(commands(
                        "# a comment",
                        "",
                        "type \"say \\\"a\\\\b\\\"\\n\"",
                        "type env:PASSWORD",
                        "type file:" + secret,
                        "type \"ls\" seen 5s",
                        "press ctrl+c enter",
                        "move 10 20",
                        "motion -5 +7",
                        "click right",
                        "click left twice",
                        "drag 1 2",
                        "wheel -3",
                        "wait text \"grub>\" 500ms",
                        "wait no text \"Loading\"",
                        "set timeout 2m",
                        "wait prompt \"#\"",
                        "wait still 1s",
                        "record stop",
                        "set pace 20ms",
                        "pause 3s",
                        "text"))
                .containsExactly(
                        new Command.Type("say \"a\\b\"\n", false, half),
                        new Command.Type("se cret", false, half),
                        new Command.Type("from a file", false, half),
                        new Command.Type("ls", true, Duration.ofSeconds(5)),
                        new Command.Press(List.of(Chord.of("ctrl+c"), Chord.of("enter"))),
                        new Command.Move(10, 20),
                        new Command.Motion(-5, 7),
                        new Command.Click(2, 1),
                        new Command.Click(1, 2),
                        new Command.Drag(1, 2),
                        new Command.Wheel(-3, 0),
                        new Command.WaitForText(Command.Form.TEXT, "grub>", Duration.ofMillis(500)),
                        new Command.WaitForText(Command.Form.NO_TEXT, "Loading", half),
                        new Command.SetTimeout(),
                        new Command.WaitForText(Command.Form.PROMPT, "#", Duration.ofMinutes(2)),
                        new Command.WaitForStillness(Duration.ofSeconds(1), Duration.ofMinutes(2)),
                        new Command.RecordTo(Optional.empty()),
                        new Command.SetPace(Duration.ofMillis(20)),
                        new Command.Pause(Duration.ofSeconds(3)),
                        new Command.Text());
        Command.WaitForPicture wait = (Command.WaitForPicture)
                commands("wait picture " + png + " at 4,5 tolerance 2 1s").getFirst();
        assertThat(wait.at()).contains(new Place(4, 5, 3, 2));
        assertThat(wait.tolerance()).isEqualTo(2);
        assertThat(((Command.WaitForPicture) commands("wait picture " + png).getFirst()).tolerance())
                .as("exact, unless asked otherwise")
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "dance",
                "type",
                "type \"é\"",
                "type \"a",
                "type \"\\x\"",
                "type env:NONE",
                "type file:/none",
                "type a b",
                "press",
                "press hyper+a",
                "move 1",
                "move -1 2",
                "move a b",
                "click nose",
                "wheel 999",
                "wait",
                "wait no",
                "wait text",
                "wait text \"\"",
                "wait text \"a\" soon",
                "wait text \"a\\nb\"",
                "wait picture /none.png",
                "wait picture pom.xml",
                "set",
                "set layout none",
                "set font pom.xml",
                "set pace 1",
                "record /none/file",
                "save",
                "pause",
                "text now"
            })
    void aBadLineIsNamedAndNothingIsRun(String line) {
        assertThatExceptionOfType(BadScriptException.class)
                .isThrownBy(() -> commands("type \"fine\"", "", line))
                .withMessageStartingWith("line 3: ");
    }

    @Test
    void theLayoutInForceDecidesWhatCanBeTyped() throws BadScriptException {
        assertThat(commands("set layout de", "type \"über\"")).hasSize(2);
        assertThatExceptionOfType(BadScriptException.class)
                .isThrownBy(() -> commands("type \"a\"", "set layout us", "type \"über\""))
                .withMessageContaining("line 3")
                .withMessageContaining("U+00FC");
    }

    @Test
    void whatIsTypedIsNeverReported() throws BadScriptException {
        Script script = Script.of(List.of("type", "hunter2"));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrintStream print = new PrintStream(out, true, StandardCharsets.UTF_8);
        Step step = script.steps().getFirst();
        new JsonReport(print).done(step, Duration.ofMillis(1500), Optional.of("a \"b\"\n\u0001"));
        new LineReport(print, print).done(step, Duration.ofMillis(1500), Optional.empty());
        assertThat(out.toString(StandardCharsets.UTF_8))
                .doesNotContain("hunter2")
                .startsWith("{\"line\":1,\"command\":\"type (7 characters)\",\"ok\":true,\"seconds\":1.5,"
                        + "\"text\":\"a \\\"b\\\"\\n\\u0001\"}\n");
    }
}
