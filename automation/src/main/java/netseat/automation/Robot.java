package netseat.automation;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;
import netseat.device.VirtualSeat;
import netseat.keys.Chord;
import netseat.keys.Layout;
import netseat.protocol.AdmissionState;
import netseat.protocol.ByeReason;
import netseat.protocol.KeyAction;
import netseat.screen.Framebuffer;
import netseat.screen.Png;
import org.jspecify.annotations.Nullable;

/**
 * Works at a machine as a person would: types, points, and waits until the screen shows something. Begins with the firmware's
 * first character; the guest needs nothing. Owned by one thread.
 *
 * <pre>{@code
 * try (Robot robot = new Robot(VirtualSeat.connect(TlsDeviceLink.to(key, controller)))) {
 *     robot.awaitReady(Duration.ofSeconds(30));
 *     robot.waitForPrompt("grub>", Duration.ofSeconds(60));
 *     robot.type("ls\n");
 *     robot.waitForText("(cd0)", Duration.ofSeconds(10));
 * }
 * }</pre>
 */
public final class Robot implements AutoCloseable {
    /** How long a key is held and how long there is none: 50 keys a second, which firmware follows. */
    public static final Duration PACE = Duration.ofMillis(10);

    /** How many keys {@link #typeSeen} types before it looks: with Shift, each takes four of the sixteen bytes that a PC keeps. */
    private static final int PIECE = 4;

    /** The largest change that counts as none when stillness is waited for: a text cursor that blinks. */
    private static final int CURSOR = 20;

    private static final Duration LOOK_AGAIN = Duration.ofMillis(500);

    /** How long the controller may take to say what the guest takes, after the display is there. */
    private static final Duration POINTER_MODE = Duration.ofSeconds(2);

    private static final int POSITIONS = 0x7FFF;
    private static final int CAPS_LOCK = 2;
    private static final int WHEEL_STEP = 120;
    private static final int DRAG_STEPS = 16;

    private final VirtualSeat seat;
    private TextReader reader = new TextReader(ConsoleFont.delivered());
    private Layout layout = Layout.us();
    private long paceNanos = PACE.toNanos();
    private @Nullable Recorder recorder;
    private int pointerX;
    private int pointerY;

    /** @param seat is closed with this */
    public Robot(VirtualSeat seat) {
        this.seat = seat;
    }

    /** The layout that the guest is set to. US at first. */
    public void layout(Layout guests) {
        layout = guests;
    }

    /** Reads text by this font alone: a {@code .hex} file of GNU Unifont's kind, or a PSF file of the Linux console. */
    public void font(Path file) throws IOException, BadFileException {
        font(FontFile.read(file));
    }

    void font(ConsoleFont font) {
        reader = new TextReader(List.of(font));
    }

    /** How long each key is held and how long none is, {@link #PACE} at first. */
    public void pace(Duration each) {
        paceNanos = each.toNanos();
    }

    /**
     * Waits until the controller has admitted this device, the machine that it is plugged into runs, and its picture is there.
     *
     * @throws NoLinkException when that is not so within the time; the message says what is missing
     */
    public void awaitReady(Duration within) throws NoLinkException, InterruptedException {
        if (!seat.await(it -> (it.isReady() && it.pictures() > 0) || isRevoked(), within) || isRevoked()) {
            throw standing();
        }
    }

    private void checkReady() throws NoLinkException {
        if (!seat.isReady()) {
            throw standing();
        }
    }

    private boolean isRevoked() {
        return seat.bye().startsWith(ByeReason.REVOKED.name());
    }

    private static NoLinkException refused(String why) {
        return new NoLinkException(NoLinkException.Why.MACHINE, why);
    }

    /** Why this is not ready. */
    private NoLinkException standing() {
        if (isRevoked()) {
            return new NoLinkException(NoLinkException.Why.REVOKED, "an administrator has shut this device out");
        } else if (!seat.closed().isEmpty()) {
            return new NoLinkException(
                    NoLinkException.Why.CONTROLLER,
                    seat.bye().isEmpty() ? seat.closed() : "the controller said good-bye: " + seat.bye());
        } else if (!seat.isWelcome()) {
            return new NoLinkException(NoLinkException.Why.CONTROLLER, "no controller has answered yet");
        } else if (seat.admission() == AdmissionState.PENDING) {
            return new NoLinkException(
                    NoLinkException.Why.ADMISSION, "an administrator has to admit this device at the controller first");
        }
        return new NoLinkException(
                NoLinkException.Why.MACHINE,
                switch (seat.state()) {
                    case UNPLUGGED -> "the seat is plugged into no machine";
                    case RUNNING -> "the display is not attached yet";
                    case OFF, STARTING, PAUSED, FAILED, WAITING ->
                        "the machine " + seat.machine() + " is "
                                + seat.state().name().toLowerCase(Locale.ROOT) + ": " + seat.words();
                });
    }

    /**
     * Types a text, key by key.
     *
     * @throws IllegalArgumentException when the layout lacks a character of it; nothing is typed then
     * @throws NoLinkException when there is no machine to type to, or the guest's Caps Lock is on
     */
    public void type(String text) throws NoLinkException, InterruptedException {
        List<Chord> chords = layout.chords(text);
        checkReady();
        if ((seat.leds() & CAPS_LOCK) != 0) {
            throw refused("the guest's Caps Lock is on: press capslock first");
        }
        press(chords);
    }

    /**
     * Types a text at a prompt, no faster than it appears there, so that a guest that is slow to read its keyboard loses nothing:
     * after every few keys the text on the screen must end with what was typed. Without its line's end, this is the text as it
     * stands at the end of the screen's text.
     *
     * @param within the time for each piece to appear
     * @throws WaitFailedException when it does not; the rest is not typed
     */
    public void typeSeen(String text, Duration within)
            throws NoLinkException, WaitFailedException, InterruptedException {
        layout.chords(text);
        int line = 0; // where the present line begins
        int from = 0;
        while (from < text.length()) {
            int newline = text.indexOf('\n', from);
            int to = Math.min(newline < 0 ? text.length() : Math.max(newline, from + 1), from + PIECE);
            if (to < text.length() && Character.isLowSurrogate(text.charAt(to))) {
                to++;
            }
            type(text.substring(from, to));
            if (from == newline) {
                line = to;
            } else {
                String typed = text.substring(line, to);
                await("what was typed, \"" + typed + "\", at the end of the text", within, () -> {
                    TextScreen screen = text();
                    return screen.endsWithTyped(typed) ? Optional.of(screen) : Optional.empty();
                });
            }
            from = to;
        }
    }

    /**
     * Presses keys together and releases them: {@code "ctrl+alt+f2"}. A single character is the key that makes it in the present
     * layout, with its modifiers.
     *
     * @throws IllegalArgumentException when a key is not known
     */
    public void press(String chord) throws NoLinkException, InterruptedException {
        press(List.of(layout.chord(chord)));
    }

    void press(List<Chord> chords) throws NoLinkException, InterruptedException {
        checkReady();
        for (Chord chord : chords) {
            press(chord);
        }
        checkReady(); // what was typed while the link was away has gone nowhere
    }

    private void press(Chord chord) throws InterruptedException {
        for (int key : chord.keys()) {
            seat.key(key, KeyAction.PRESS);
        }
        TimeUnit.NANOSECONDS.sleep(paceNanos);
        for (int key : chord.keys().reversed()) {
            seat.key(key, KeyAction.RELEASE);
        }
        TimeUnit.NANOSECONDS.sleep(paceNanos);
    }

    /** Moves the pointer to a pixel of the screen; the guest must take positions, as with a tablet. */
    public void move(int x, int y) throws NoLinkException, InterruptedException {
        checkReady();
        Framebuffer picture = seat.picture();
        if (!seat.await(VirtualSeat::absolute, POINTER_MODE)) {
            throw refused("the guest takes no positions, only motion: give the machine a tablet, or send motion");
        }
        if (x < 0 || y < 0 || x >= picture.width() || y >= picture.height()) {
            throw refused(x + "," + y + " is not on the screen of " + picture.width() + "x" + picture.height());
        }
        pointerX = x;
        pointerY = y;
        seat.moveTo(scaled(x, picture.width()), scaled(y, picture.height()));
    }

    private static int scaled(int value, int size) {
        return size < 2 ? 0 : (value * POSITIONS + (size - 1) / 2) / (size - 1);
    }

    /** Moves the pointer by a distance, in the mouse's own units; each -10000 to 10000. */
    public void motion(int right, int down) throws NoLinkException {
        checkReady();
        seat.move(right, down);
    }

    /** Presses and releases a button, 1 (left), 2 (right), 3 (middle), to 16. */
    public void click(int button) throws NoLinkException, InterruptedException {
        checkReady();
        seat.button(button, true);
        TimeUnit.NANOSECONDS.sleep(paceNanos);
        seat.button(button, false);
        TimeUnit.NANOSECONDS.sleep(paceNanos);
    }

    /** Moves to a pixel with the left button held. */
    public void drag(int x, int y) throws NoLinkException, InterruptedException {
        checkReady();
        int fromX = pointerX;
        int fromY = pointerY;
        seat.button(1, true);
        for (int i = 1; i <= DRAG_STEPS; i++) {
            move(fromX + (x - fromX) * i / DRAG_STEPS, fromY + (y - fromY) * i / DRAG_STEPS);
            TimeUnit.NANOSECONDS.sleep(paceNanos);
        }
        seat.button(1, false);
        TimeUnit.NANOSECONDS.sleep(paceNanos);
    }

    /** Turns the wheel by steps, away from the user and to the right. */
    public void wheel(int away, int right) throws NoLinkException {
        checkReady();
        seat.wheel(away * WHEEL_STEP, right * WHEEL_STEP);
    }

    /** The screen as text; without rows when there is no text that a known font makes. */
    public TextScreen text() {
        return reader.read(seat.picture());
    }

    /** A copy of the screen. */
    public Framebuffer picture() {
        return seat.picture();
    }

    /**
     * Waits until a row of the screen's text contains these words.
     *
     * @return the screen that does
     * @throws WaitFailedException when none does within the time
     */
    public TextScreen waitForText(String words, Duration within) throws WaitFailedException, InterruptedException {
        return waitForText("the text \"" + words + "\"", within, screen -> screen.contains(words));
    }

    /** Waits until there is text and no row of it contains these words. */
    public TextScreen waitForNoText(String words, Duration within) throws WaitFailedException, InterruptedException {
        return waitForText(
                "text without \"" + words + "\"",
                within,
                screen -> !screen.rows().isEmpty() && !screen.contains(words));
    }

    /** Waits until the last row of text ends with these words, so that a command's end is not taken for an earlier prompt. */
    public TextScreen waitForPrompt(String words, Duration within) throws WaitFailedException, InterruptedException {
        return waitForText("the prompt \"" + words + "\"", within, screen -> screen.endsWith(words));
    }

    private TextScreen waitForText(String what, Duration within, Predicate<TextScreen> condition)
            throws WaitFailedException, InterruptedException {
        return await(what, within, () -> Optional.of(text()).filter(condition));
    }

    /**
     * Waits until a picture is somewhere on the screen, exact to the pixel; what is not opaque in it is not compared.
     *
     * @param wanted as {@link netseat.screen.PngReader} reads it
     * @return where it is
     */
    public Place waitForPicture(Framebuffer wanted, Duration within) throws WaitFailedException, InterruptedException {
        return waitForPicture(wanted, Optional.empty(), 0, within);
    }

    /**
     * Waits until the region of the screen that begins at a pixel equals a picture.
     *
     * @param tolerance how far each channel of each pixel may be off, 0 (exact) to 255
     */
    public Place waitForPicture(Framebuffer wanted, int x, int y, int tolerance, Duration within)
            throws WaitFailedException, InterruptedException {
        return waitForPicture(wanted, Optional.of(new Place(x, y, wanted.width(), wanted.height())), tolerance, within);
    }

    Place waitForPicture(Framebuffer wanted, Optional<Place> at, int tolerance, Duration within)
            throws WaitFailedException, InterruptedException {
        PictureSearch search = new PictureSearch(wanted, tolerance);
        String where = at.map(place -> " at " + place.x() + "," + place.y()).orElse("");
        return await("the picture of " + wanted.width() + "x" + wanted.height() + where, within, () -> {
            Framebuffer screen = seat.picture();
            return at.isPresent() ? at.filter(place -> search.isAt(screen, place.x(), place.y())) : search.find(screen);
        });
    }

    /** Waits until the picture has not changed for a time, apart from a cursor that blinks. */
    public void waitForStillness(Duration still, Duration within) throws WaitFailedException, InterruptedException {
        Stillness stillness = new Stillness(CURSOR);
        await("a picture that stands still for " + words(still), within, () -> {
            long since = stillness.sinceNanos(seat.picture(), System.nanoTime());
            return since >= still.toNanos() ? Optional.of(since) : Optional.empty();
        });
    }

    private <T> T await(String what, Duration within, Supplier<Optional<T>> look)
            throws WaitFailedException, InterruptedException {
        long end = System.nanoTime() + within.toNanos();
        while (true) {
            long shown = seat.pictures();
            long began = System.nanoTime();
            Optional<T> found = seat.isReady() ? look.get() : Optional.empty();
            if (found.isPresent()) {
                return found.get();
            }
            long left = end - System.nanoTime();
            if (left <= 0) {
                throw failed(what, within);
            }
            // A screen that moves all the time costs a quarter of a core, not a whole one.
            TimeUnit.NANOSECONDS.sleep(Math.min(left, 3 * (System.nanoTime() - began)));
            Duration longest = LOOK_AGAIN.toNanos() < left ? LOOK_AGAIN : Duration.ofNanos(left);
            seat.await(it -> it.pictures() != shown, longest);
        }
    }

    private WaitFailedException failed(String what, Duration within) {
        Framebuffer picture = seat.picture();
        TextScreen text = reader.read(picture);
        String there;
        if (!seat.isReady()) {
            there = String.valueOf(standing().getMessage());
        } else if (text.rows().isEmpty()) {
            there = "the screen of " + picture.width() + "x" + picture.height()
                    + " has no text that a known font makes";
        } else {
            there = "the screen says:\n" + text;
        }
        return new WaitFailedException("waited " + words(within) + " for " + what + "; " + there, text, picture);
    }

    static String words(Duration time) {
        return time.toMillis() % 1000 == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
    }

    /** Saves the screen as a PNG file. */
    public void save(Path png) throws IOException {
        Files.write(png, Png.encode(seat.picture()));
    }

    /** Records the screen into a file from now on, until {@link #stopRecording} or {@link #close}. */
    public void record(Path file) throws IOException {
        stopRecording();
        Recorder begun = new Recorder(file);
        recorder = begun;
        seat.tap(begun);
        seat.askForWholePicture();
    }

    /**
     * Ends the recording, if there is one.
     *
     * @throws IOException when it could not be written whole
     */
    public void stopRecording() throws IOException {
        Recorder ending = recorder;
        if (ending != null) {
            recorder = null;
            seat.tap(null);
            ending.close();
        }
    }

    /** Leaves; the controller releases what is held. */
    @Override
    public void close() throws IOException {
        try {
            stopRecording();
        } finally {
            seat.close();
        }
    }
}
