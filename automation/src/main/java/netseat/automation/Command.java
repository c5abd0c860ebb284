package netseat.automation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import netseat.keys.Chord;
import netseat.keys.Layout;
import netseat.screen.Framebuffer;

/** What a script can say, with everything that it names loaded and checked. */
sealed interface Command {
    /**
     * Types a text.
     *
     * @param seen whether to type no faster than it appears
     */
    record Type(String text, boolean seen, Duration within) implements Command {}

    record Press(List<Chord> chords) implements Command {}

    record Move(int x, int y) implements Command {}

    record MoveToPicture(Framebuffer picture, Duration within) implements Command {}

    record Motion(int right, int down) implements Command {}

    record Click(int button, int times) implements Command {}

    record Drag(int x, int y) implements Command {}

    record Wheel(int away, int right) implements Command {}

    /** What is said of the text. */
    enum Form {
        /** A row contains it. */
        TEXT,
        /** No row contains it. */
        NO_TEXT,
        /** The last row ends with it. */
        PROMPT
    }

    record WaitForText(Form form, String words, Duration within) implements Command {}

    record WaitForPicture(Framebuffer picture, Optional<Place> at, int tolerance, Duration within) implements Command {}

    record WaitForStillness(Duration still, Duration within) implements Command {}

    record Save(Path png) implements Command {}

    /** Says what the screen says. */
    record Text() implements Command {}

    /**
     * Records the screen.
     *
     * @param file empty to stop
     */
    record RecordTo(Optional<Path> file) implements Command {}

    record Pause(Duration time) implements Command {}

    record SetLayout(Layout layout) implements Command {}

    record SetFont(ConsoleFont font) implements Command {}

    record SetPace(Duration each) implements Command {}

    /** Has its effect while the script is read. */
    record SetTimeout() implements Command {}
}
