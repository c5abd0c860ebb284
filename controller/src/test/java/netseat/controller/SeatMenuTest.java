package netseat.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import netseat.hypervisor.PowerState;
import netseat.protocol.Attachment.Capabilities;
import netseat.protocol.FrameWriter;
import netseat.protocol.KeyAction;
import netseat.protocol.PeripheralClass;
import netseat.screen.Framebuffer;
import netseat.state.Database;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The menu at a seat: what opens it, what reaches the machines meanwhile, and what each display shows. The clock is the test's. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class SeatMenuTest {
    private static final int A = 0x04;
    private static final int ENTER = 0x28;
    private static final int ESCAPE = 0x29;
    private static final int SCROLL_LOCK = 0x47;
    private static final int HOME = 0x4A;
    private static final int END = 0x4D;
    private static final int DOWN = 0x51;
    private static final int UP = 0x52;
    private static final int COLOUR = 0x4080C0;
    private static final int DIMMED = 0x183048;
    private static final List<String> TWO_TAPS = List.of("46+", "46-", "46+", "46-");

    private final NullMachine first = new NullMachine("first", 640, 400);
    private final NullMachine second = new NullMachine("second", 800, 600);
    private final NullMachine secret = new NullMachine("secret", 320, 200);
    private final AtomicLong nanos = new AtomicLong(1);
    private Controller controller;
    private Seat seat;
    private TestDevice typist;
    private TestDevice display;
    private TestDevice other;

    @BeforeEach
    void sitDown(@TempDir Path folder) {
        controller = new Controller("test", Database.open(folder), nanos::get);
        controller.add(first);
        controller.add(second);
        controller.add(secret);
        controller.allow((name, machine) -> !machine.equals(secret));
        controller.addSeat("a", first, false);
        controller.addSeat("b", first, false);
        seat = controller.seat("a").orElseThrow();
        first.draw(0, 0, 640, 400, COLOUR);
        second.draw(0, 0, 800, 600, 0x00FF00);
        typist = typist();
        display = new TestDevice(controller, seat).attachDisplay(Capabilities.DEFAULT);
        other = new TestDevice(controller, controller.seat("b").orElseThrow()).attachDisplay(Capabilities.DEFAULT);
        await().until(() -> display.shows(first.picture()) && other.shows(first.picture()));
    }

    private TestDevice typist() {
        TestDevice device = new TestDevice(controller, seat).arrivesBy(nanos::get);
        device.hello();
        device.attach(TestDevice.KEYBOARD, PeripheralClass.KEYBOARD);
        device.attach(TestDevice.POINTER, PeripheralClass.POINTER);
        return device;
    }

    @AfterEach
    void leave() {
        for (TestDevice device : List.of(typist, display, other)) {
            device.session().closed();
        }
        assertThat(first.watchers() + second.watchers())
                .as("nobody looks any more")
                .isZero();
    }

    private static void tap(TestDevice device, int... keys) {
        for (int key : keys) {
            device.key(key, KeyAction.PRESS);
            device.key(key, KeyAction.RELEASE);
        }
    }

    private void open() {
        tap(typist, SCROLL_LOCK, SCROLL_LOCK);
        assertThat(seat.isMenuOpen()).isTrue();
    }

    private void pass(long millis) {
        controller.dueTimes().pass(nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis)));
    }

    /** The menu's panel lies in the middle, and the corner is the machine's picture, dimmed. */
    private boolean showsMenu(TestDevice device, Framebuffer over, int corner) {
        Framebuffer shown = device.picture();
        return shown.width() == over.width()
                && shown.height() == over.height()
                && shown.pixels()[0] == corner
                && Arrays.stream(shown.pixels()).anyMatch(pixel -> pixel == MenuPainter.ACCENT)
                && Arrays.stream(shown.pixels()).anyMatch(pixel -> pixel == MenuPainter.ON_ACCENT);
    }

    @Test
    void aSingleHotkeyIsTheMachinesAndTwoInQuickSuccessionAreBothThatAndTheMenus() {
        tap(typist, SCROLL_LOCK);
        pass(501);
        tap(typist, SCROLL_LOCK);
        assertThat(seat.isMenuOpen()).as("too slow").isFalse();
        tap(typist, A, SCROLL_LOCK);
        assertThat(seat.isMenuOpen()).as("another key between them").isFalse();
        typist.key(SCROLL_LOCK, KeyAction.REPEAT);
        assertThat(seat.isMenuOpen()).isFalse();
        first.takeHeard();
        pass(600);
        open();
        assertThat(first.takeHeard()).as("its lock is as it was").isEqualTo(TWO_TAPS);
    }

    @Test
    void nothingReachesTheMachineWhileItIsOpenAndWhatIsHeldIsReleasedAndStaysSo() {
        typist.key(A, KeyAction.PRESS);
        typist.say(out -> FrameWriter.button(out, TestDevice.POINTER, 1, true));
        first.takeHeard();
        open();
        assertThat(first.takeHeard()).endsWith("LEFT-").contains("1e-").hasSize(6);
        typist.key(A, KeyAction.REPEAT);
        typist.say(out -> FrameWriter.motion(out, TestDevice.POINTER, 5, 5));
        typist.say(out -> FrameWriter.wheel(out, TestDevice.POINTER, 120, 0));
        typist.say(out -> FrameWriter.button(out, TestDevice.POINTER, 2, true));
        tap(typist, 0x05, ESCAPE);
        assertThat(seat.isMenuOpen()).isFalse();
        typist.key(A, KeyAction.REPEAT);
        typist.key(A, KeyAction.RELEASE);
        typist.say(out -> FrameWriter.button(out, TestDevice.POINTER, 1, false));
        typist.say(out -> FrameWriter.button(out, TestDevice.POINTER, 2, false));
        assertThat(first.takeHeard()).isEmpty();
        tap(typist, A);
        assertThat(first.takeHeard()).containsExactly("1e+", "1e-");
    }

    @Test
    void itSwitchesByArrowsLettersAndDigits() {
        choose(DOWN, ENTER);
        awaitPlugged(second);
        tap(typist, A);
        assertThat(second.takeHeard()).containsExactly("1e+", "1e-");
        assertThat(first.takeHeard()).isEqualTo(TWO_TAPS);
        choose(0x09, ENTER); // F
        awaitPlugged(first);
        choose(0x1F, ENTER); // 2
        awaitPlugged(second);
        choose(HOME, ENTER);
        awaitPlugged(first);
        choose(UP, ENTER); // round to the last entry
        awaitPlugged(null);
        choose(0x16, 0x08, 0x06, 0x12, 0x11, 0x07, ENTER); // SECOND
        awaitPlugged(second);
        choose(END, ENTER);
        awaitPlugged(null);
        choose(0x16, 0x08, 0x06, 0x15, ENTER); // SECR: what it may not use it does not find
        awaitPlugged(second);
        assertThat(secret.takeHeard()).isEmpty();
    }

    private void choose(int... keys) {
        open();
        tap(typist, keys);
    }

    private void awaitPlugged(@Nullable NullMachine machine) {
        await().until(() -> !seat.isMenuOpen() && machine == seat.machine());
        await().until(() -> machine == null || display.shows(machine.picture()));
        pass(600);
    }

    @Test
    void theSeatsDisplaysShowItAndNobodyElses() {
        open();
        await().until(() -> showsMenu(display, first.picture(), DIMMED));
        first.draw(0, 0, 32, 32, 0x808080);
        await("it goes on beneath").until(() -> showsMenu(display, first.picture(), 0x303030));
        await().until(() -> other.shows(first.picture()));
        assertThat(other.picture().pixels()).doesNotContain(MenuPainter.ACCENT);

        TestDevice late = new TestDevice(controller, seat).attachDisplay(Capabilities.DEFAULT);
        await("a display that comes late").until(() -> showsMenu(late, first.picture(), 0x303030));
        tap(typist, ESCAPE);
        await().until(() -> display.shows(first.picture()) && late.shows(first.picture()));
        first.draw(100, 100, 32, 32, 0x102030);
        await().until(() ->
                display.shows(first.picture()) && late.shows(first.picture()) && other.shows(first.picture()));
        late.session().closed();
    }

    @Test
    void itIsThereWhateverTheMachineDoes() {
        open();
        first.resize(800, 600);
        first.draw(0, 0, 800, 600, COLOUR);
        await("another mode").until(() -> showsMenu(display, first.picture(), DIMMED));
        first.become(PowerState.OFF);
        await("off").until(() -> showsMenu(display, first.picture(), DIMMED));
        Framebuffer before = display.picture().copy();
        second.become(PowerState.PAUSED);
        await("the list says so")
                .until(() -> !Arrays.equals(before.pixels(), display.picture().pixels()));
        controller.plug(seat, Plug.NOTHING);
        await("plugged into nothing").until(() -> showsMenu(display, new Framebuffer(640, 400), 0));
        tap(typist, DOWN, ESCAPE);
        await().until(() -> display.shows(new Framebuffer(640, 400)));
        open();
        await("opened there").until(() -> showsMenu(display, new Framebuffer(640, 400), 0));
        controller.plug(seat, second);
        await("plugged by somebody else").until(() -> showsMenu(display, second.picture(), 0x005E00));
    }

    @Test
    void itOpensInTheDark() {
        controller.presets().put("dark", PresetFields.read(Map.of("blank-after", 1)));
        controller.presets().give(seat, "dark");
        pass(60_000);
        await().until(() -> display.shows(new Framebuffer(640, 400)));
        open();
        await().until(() -> showsMenu(display, first.picture(), DIMMED));
    }

    @Test
    void itClosesByTheHotkeyByItselfAndWithTheLastKeyboard() {
        open();
        tap(typist, SCROLL_LOCK);
        pass(600);
        tap(typist, SCROLL_LOCK);
        assertThat(seat.isMenuOpen()).isTrue();
        tap(typist, SCROLL_LOCK);
        assertThat(seat.isMenuOpen()).isFalse();
        assertThat(first.takeHeard()).as("what closed it").isEqualTo(TWO_TAPS);
        tap(typist, SCROLL_LOCK);
        assertThat(seat.isMenuOpen()).as("one more").isFalse();

        pass(600);
        open();
        pass(29_000);
        tap(typist, DOWN);
        pass(29_000);
        assertThat(seat.isMenuOpen()).isTrue();
        pass(1_000);
        assertThat(seat.isMenuOpen()).isFalse();
        await().until(() -> display.shows(first.picture()));

        open();
        TestDevice second = typist();
        first.takeHeard();
        tap(second, A);
        typist.session().closed();
        assertThat(seat.isMenuOpen()).as("the other keyboard works it").isTrue();
        assertThat(first.takeHeard()).isEmpty();
        tap(second, ESCAPE);
        assertThat(seat.isMenuOpen()).isFalse();
        tap(second, SCROLL_LOCK, SCROLL_LOCK);
        assertThat(seat.isMenuOpen()).isTrue();
        second.session().closed();
        assertThat(seat.isMenuOpen()).isFalse();
        await().until(() -> display.shows(first.picture()));
    }

    @Test
    void anotherKeyOpensItOrNone() {
        controller.setMenus(MenuSettings.of("key_rightctrl", "de"));
        tap(typist, SCROLL_LOCK, SCROLL_LOCK);
        assertThat(seat.isMenuOpen()).isFalse();
        tap(typist, 0xE4, 0xE4);
        assertThat(seat.isMenuOpen()).isTrue();
        tap(typist, ESCAPE);
        controller.setMenus(MenuSettings.of(MenuSettings.OFF, ""));
        tap(typist, 0xE4, 0xE4, SCROLL_LOCK, SCROLL_LOCK);
        assertThat(seat.isMenuOpen()).isFalse();
    }
}
