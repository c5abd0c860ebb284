package netseat.automation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import netseat.keys.Layout;
import netseat.screen.Png;

/** Runs a script, a step after the other, and tells what came of each. Owned by one thread. */
public final class ScriptRunner {
    private final Robot robot;
    private final StepReport report;
    private final Path evidence;

    /**
     * A runner.
     *
     * @param report is told of each step
     * @param evidence the folder for {@code failed-LINE.png} and {@code failed-LINE.txt}, which show what was on the screen
     *     when a wait failed
     */
    public ScriptRunner(Robot robot, StepReport report, Path evidence) {
        this.robot = robot;
        this.report = report;
        this.evidence = evidence;
    }

    /**
     * Runs all steps, or those before the first that fails.
     *
     * @return whether all were done
     * @throws NoLinkException when there was nothing to type at
     * @throws IOException when a file cannot be written
     */
    public boolean run(Script script) throws NoLinkException, IOException, InterruptedException {
        for (Step step : script.steps()) {
            long began = System.nanoTime();
            try {
                Optional<String> answer = run(step.command());
                report.done(step, Duration.ofNanos(System.nanoTime() - began), answer);
            } catch (WaitFailedException e) {
                Path picture = evidence.resolve("failed-" + step.line() + ".png");
                Files.write(picture, Png.encode(e.picture()));
                Files.writeString(evidence.resolve("failed-" + step.line() + ".txt"), e.text() + "\n");
                report.failed(step, e, picture);
                return false;
            }
        }
        return true;
    }

    private Optional<String> run(Command command)
            throws NoLinkException, WaitFailedException, IOException, InterruptedException {
        switch (command) {
            case Command.Type(String text, boolean seen, Duration within) -> {
                if (seen) {
                    robot.typeSeen(text, within);
                } else {
                    robot.type(text);
                }
            }
            case Command.Press press -> robot.press(press.chords());
            case Command.Move(int x, int y) -> robot.move(x, y);
            case Command.MoveToPicture move -> {
                Place place = robot.waitForPicture(move.picture(), move.within());
                robot.move(place.centreX(), place.centreY());
            }
            case Command.Motion(int right, int down) -> robot.motion(right, down);
            case Command.Click click -> {
                for (int i = 0; i < click.times(); i++) {
                    robot.click(click.button());
                }
            }
            case Command.Drag(int x, int y) -> robot.drag(x, y);
            case Command.Wheel(int away, int right) -> robot.wheel(away, right);
            case Command.WaitForText(Command.Form form, String words, Duration within) -> {
                switch (form) {
                    case TEXT -> robot.waitForText(words, within);
                    case NO_TEXT -> robot.waitForNoText(words, within);
                    case PROMPT -> robot.waitForPrompt(words, within);
                }
            }
            case Command.WaitForPicture wait ->
                robot.waitForPicture(wait.picture(), wait.at(), wait.tolerance(), wait.within());
            case Command.WaitForStillness(Duration still, Duration within) -> robot.waitForStillness(still, within);
            case Command.Save(Path png) -> robot.save(png);
            case Command.Text() -> {
                return Optional.of(robot.text().toString());
            }
            case Command.RecordTo(Optional<Path> file) -> {
                if (file.isPresent()) {
                    robot.record(file.get());
                } else {
                    robot.stopRecording();
                }
            }
            case Command.Pause(Duration time) -> TimeUnit.NANOSECONDS.sleep(time.toNanos());
            case Command.SetLayout(Layout layout) -> robot.layout(layout);
            case Command.SetFont(ConsoleFont font) -> robot.font(font);
            case Command.SetPace(Duration each) -> robot.pace(each);
            case Command.SetTimeout() -> {}
        }
        return Optional.empty();
    }
}
