package netseat.automation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import netseat.keys.BadLayoutException;
import netseat.keys.Chord;
import netseat.keys.Layout;
import netseat.screen.BadPictureException;
import netseat.screen.Framebuffer;
import netseat.screen.PngReader;
import org.jspecify.annotations.Nullable;

/**
 * A script: one command a line, all of it checked, with all files that it names read, before anything is typed.
 * docs/automation.md has the commands.
 */
public final class Script {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_FILE = 64 << 20;
    private static final int MAX_SECRET = 4096;
    private static final int MAX_MOTION = 10_000;
    private static final int MAX_STEPS = 10_000 / 120;
    private static final Map<String, Integer> BUTTONS =
            Map.of("left", 1, "right", 2, "middle", 3, "back", 4, "forward", 5);

    private final List<Step> steps = new ArrayList<>();
    private final Function<String, @Nullable String> environment;
    private Layout layout = Layout.us();
    private Duration timeout = TIMEOUT;

    private Script(Function<String, @Nullable String> environment) {
        this.environment = environment;
    }

    /**
     * Reads a script.
     *
     * @throws BadScriptException when a line makes no sense, names a file that cannot be used, or types a character that the
     *     layout lacks
     */
    public static Script parse(List<String> lines) throws BadScriptException {
        return parse(lines, System::getenv);
    }

    static Script parse(List<String> lines, Function<String, @Nullable String> environment) throws BadScriptException {
        Script script = new Script(environment);
        int number = 0;
        for (String line : lines) {
            number++;
            if (!line.isBlank() && !line.strip().startsWith("#")) {
                script.add(number, line.strip());
            }
        }
        return script;
    }

    /** Makes a script of one command, whose words are separate already. */
    public static Script of(List<String> words) throws BadScriptException {
        Script script = new Script(System::getenv);
        script.add(1, String.join(" ", words), () -> Words.of(words));
        return script;
    }

    List<Step> steps() {
        return steps;
    }

    private interface Separation {
        Words words();
    }

    private void add(int number, String line) throws BadScriptException {
        add(number, line, () -> Words.of(line));
    }

    private void add(int number, String line, Separation separation) throws BadScriptException {
        try {
            Words words = separation.words();
            Command command = command(words);
            words.end();
            String shown = command instanceof Command.Type type
                    ? "type (" + type.text().codePointCount(0, type.text().length()) + " characters)"
                    : line;
            steps.add(new Step(number, shown, command));
        } catch (IllegalArgumentException | IOException | BadFileException | BadLayoutException e) {
            throw new BadScriptException(number, String.valueOf(e.getMessage()));
        }
    }

    private Command command(Words words) throws IOException, BadFileException, BadLayoutException {
        String name = words.word("a command");
        return switch (name) {
            case "type" -> type(words);
            case "press" -> press(words);
            case "move" ->
                words.take("picture")
                        ? new Command.MoveToPicture(picture(words.file()), words.time("the longest wait", timeout))
                        : new Command.Move(coordinate(words, "x"), coordinate(words, "y"));
            case "motion" -> new Command.Motion(motion(words, "right"), motion(words, "down"));
            case "click" -> click(words);
            case "drag" -> new Command.Drag(coordinate(words, "x"), coordinate(words, "y"));
            case "wheel" -> new Command.Wheel(steps(words, "away"), words.isAtEnd() ? 0 : steps(words, "right"));
            case "wait" -> waiting(words);
            case "save" -> new Command.Save(writable(words.file()));
            case "text" -> new Command.Text();
            case "record" ->
                new Command.RecordTo(words.take("stop") ? Optional.empty() : Optional.of(writable(words.file())));
            case "pause" -> new Command.Pause(words.time("the pause"));
            case "set" -> setting(words);
            default ->
                throw new IllegalArgumentException(
                        "no command is called '" + name
                                + "'; there are type, press, move, motion, click, drag, wheel, wait, save, text, record, pause, set");
        };
    }

    private static int coordinate(Words words, String what) {
        return words.integer(what, 0, Framebuffer.MAX_SIDE - 1);
    }

    private static int motion(Words words, String what) {
        return words.integer(what, -MAX_MOTION, MAX_MOTION);
    }

    private static int steps(Words words, String what) {
        return words.integer(what, -MAX_STEPS, MAX_STEPS);
    }

    private Command type(Words words) throws IOException {
        String text;
        if (words.begins("file:")) {
            Path file = Path.of(words.word("a file").substring("file:".length()));
            if (size(file) > MAX_SECRET) {
                throw new IOException(file + " is too long to be typed, above " + MAX_SECRET + " bytes");
            }
            text = Files.readString(file).stripTrailing();
        } else if (words.begins("env:")) {
            String variable = words.word("a variable").substring("env:".length());
            String value = environment.apply(variable);
            if (value == null) {
                throw new IllegalArgumentException("the environment has no variable " + variable);
            }
            text = value;
        } else {
            text = words.text("a text");
        }
        layout.chords(text);
        boolean seen = words.take("seen");
        return new Command.Type(text, seen, seen ? words.time("the longest wait", timeout) : timeout);
    }

    private Command press(Words words) {
        List<Chord> chords = new ArrayList<>();
        do {
            chords.add(layout.chord(words.word("a key")));
        } while (!words.isAtEnd());
        return new Command.Press(chords);
    }

    private static Command click(Words words) {
        String name = words.isAtEnd() ? "left" : words.word("a button");
        Integer button = BUTTONS.get(name);
        if (button == null) {
            throw new IllegalArgumentException(
                    "no button is called '" + name + "'; there are left, right, middle, back, forward");
        }
        return new Command.Click(button, words.take("twice") ? 2 : 1);
    }

    private Command waiting(Words words) throws IOException, BadFileException {
        if (words.take("text")) {
            return text(words, Command.Form.TEXT);
        } else if (words.take("prompt")) {
            return text(words, Command.Form.PROMPT);
        } else if (words.take("no")) {
            if (!words.take("text")) {
                throw new IllegalArgumentException("'wait no' goes on with 'text'");
            }
            return text(words, Command.Form.NO_TEXT);
        } else if (words.take("still")) {
            return new Command.WaitForStillness(words.time("how long"), words.time("the longest wait", timeout));
        } else if (words.take("picture")) {
            return pictureWait(words);
        }
        throw new IllegalArgumentException("what for? wait text, no text, prompt, picture or still");
    }

    private Command text(Words words, Command.Form form) {
        String wanted = words.text("a text");
        if (wanted.isBlank() || wanted.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("what to wait for must be words of one row");
        }
        return new Command.WaitForText(form, wanted, words.time("the longest wait", timeout));
    }

    private Command pictureWait(Words words) throws IOException, BadFileException {
        Framebuffer picture = picture(words.file());
        Optional<Place> at = Optional.empty();
        if (words.take("at")) {
            String[] corner = words.word("x,y").split(",", -1);
            if (corner.length != 2) {
                throw new IllegalArgumentException("a place is x,y without spaces");
            }
            Words numbers = Words.of(List.of(corner));
            int x = coordinate(numbers, "x");
            at = Optional.of(new Place(x, coordinate(numbers, "y"), picture.width(), picture.height()));
        }
        int tolerance = words.take("tolerance") ? words.integer("the tolerance", 0, 255) : 0;
        return new Command.WaitForPicture(picture, at, tolerance, words.time("the longest wait", timeout));
    }

    private static long size(Path file) throws IOException {
        if (!Files.isReadable(file) || Files.isDirectory(file)) {
            throw new IOException("there is no file " + file + " that may be read");
        }
        return Files.size(file);
    }

    private static Framebuffer picture(Path file) throws IOException, BadFileException {
        if (size(file) > MAX_FILE) {
            throw new BadFileException(file + " is too large for a picture");
        }
        try {
            return PngReader.read(Files.readAllBytes(file));
        } catch (BadPictureException e) {
            throw new BadFileException(file + ": " + e.getMessage());
        }
    }

    private static Path writable(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null || !Files.isDirectory(folder) || !Files.isWritable(folder)) {
            throw new IOException("the folder of " + file + " is not there or may not be written to");
        }
        return file;
    }

    private Command setting(Words words) throws IOException, BadFileException, BadLayoutException {
        if (words.take("layout")) {
            layout = Layout.of(words.word("a layout"));
            return new Command.SetLayout(layout);
        } else if (words.take("font")) {
            Path file = words.file();
            size(file);
            return new Command.SetFont(FontFile.read(file));
        } else if (words.take("pace")) {
            return new Command.SetPace(words.time("the pace"));
        } else if (words.take("timeout")) {
            timeout = words.time("the timeout");
            return new Command.SetTimeout();
        }
        throw new IllegalArgumentException("what? set layout, font, pace or timeout");
    }
}
