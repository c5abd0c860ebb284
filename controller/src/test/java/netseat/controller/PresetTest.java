package netseat.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import netseat.protocol.Attachment.Capabilities;
import netseat.protocol.DeviceId;
import netseat.protocol.FrameWriter;
import netseat.protocol.KeyAction;
import netseat.protocol.PeripheralClass;
import netseat.state.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an administrator sets at the adapters: on its way to the machine, and whose it is. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class PresetTest {
    private static final int A = 0x04;
    private static final int B = 0x05;
    private static final int C = 0x06;
    private static final int CAPS_LOCK = 0x39;
    private static final int LEFT_CTRL = 0xE0;
    private static final DeviceId DEVICE = new DeviceId("ab".repeat(32));

    private final NullMachine first = new NullMachine("first", 320, 200);
    private final NullMachine second = new NullMachine("second", 640, 480);
    private Path state = Path.of("");
    private Controller controller;
    private Seat seat;
    private TestDevice device;
    private final AtomicLong nanos = new AtomicLong(1);

    @BeforeEach
    void sitDown(@TempDir Path folder) {
        state = folder;
        start();
        device = new TestDevice(controller, seat).attachAll();
    }

    private void start() {
        controller = new Controller("test", Database.open(state), nanos::get);
        controller.add(first);
        controller.add(second);
        controller.addSeat("a", first, false);
        seat = controller.seat("a").orElseThrow();
    }

    /** Gives the seat a preset of these fields. */
    private void set(Map<String, ?> fields) {
        controller.presets().put("test", PresetFields.read(fields));
        assertThat(controller.presets().give(seat, "test")).isTrue();
    }

    private void click(int usage) {
        device.key(usage, KeyAction.PRESS);
        device.key(usage, KeyAction.RELEASE);
    }

    private void button(int number, boolean down) {
        device.say(out -> FrameWriter.button(out, TestDevice.POINTER, number, down));
    }

    private void move(int dx, int dy) {
        device.say(out -> FrameWriter.motion(out, TestDevice.POINTER, dx, dy));
    }

    private void wheel(int vertical, int horizontal) {
        device.say(out -> FrameWriter.wheel(out, TestDevice.POINTER, vertical, horizontal));
    }

    @Test
    void keysAreSwappedDisabledAndChangedInOneStep() {
        set(Map.of("keys", Map.of("CAPSLOCK", "LEFTCTRL", "LEFTCTRL", "CAPSLOCK", "A", "B", "B", "NONE")));
        click(CAPS_LOCK);
        click(LEFT_CTRL);
        click(B);
        click(A);
        click(C);
        assertThat(first.takeHeard()).containsExactly("1d+", "1d-", "3a+", "3a-", "30+", "30-", "2e+", "2e-");
    }

    @Test
    void aKeyThatIsRemappedWhileItIsHeldIsReleasedAsWhatItWas() {
        device.key(CAPS_LOCK, KeyAction.PRESS);
        set(Map.of("keys", Map.of("CAPSLOCK", "LEFTCTRL")));
        device.key(CAPS_LOCK, KeyAction.REPEAT);
        device.key(CAPS_LOCK, KeyAction.RELEASE);
        click(CAPS_LOCK);
        assertThat(first.takeHeard()).containsExactly("3a+", "3a+", "3a-", "1d+", "1d-");
        device.key(CAPS_LOCK, KeyAction.PRESS);
        set(Map.of("keys", Map.of("CAPSLOCK", "NONE")));
        device.key(CAPS_LOCK, KeyAction.RELEASE);
        click(CAPS_LOCK);
        assertThat(first.takeHeard()).containsExactly("1d+", "1d-");
        assertThat(device.closed()).isEmpty();
    }

    @Test
    void twoKeysThatBecomeTheSameAreOneUntilBothAreUp() {
        set(Map.of("keys", Map.of("CAPSLOCK", "LEFTCTRL")));
        device.key(CAPS_LOCK, KeyAction.PRESS);
        device.key(LEFT_CTRL, KeyAction.PRESS);
        device.key(CAPS_LOCK, KeyAction.RELEASE);
        assertThat(first.takeHeard()).containsExactly("1d+");
        device.key(LEFT_CTRL, KeyAction.RELEASE);
        assertThat(first.takeHeard()).containsExactly("1d-");
    }

    @Test
    void whatIsHeldRemappedIsReleasedOnAReplugAndOnLoss() {
        set(Map.of("keys", Map.of("CAPSLOCK", "RIGHTCTRL"), "handedness", "left"));
        device.key(CAPS_LOCK, KeyAction.PRESS);
        button(1, true);
        assertThat(first.takeHeard()).containsExactly("e01d+", "RIGHT+");
        controller.plug(seat, second);
        assertThat(first.takeHeard()).containsExactlyInAnyOrder("e01d-", "RIGHT-");
        click(CAPS_LOCK);
        assertThat(second.takeHeard()).as("it follows to any machine").containsExactly("e01d+", "e01d-");
        device.key(CAPS_LOCK, KeyAction.PRESS);
        second.takeHeard();
        device.session().closed();
        assertThat(second.takeHeard()).containsExactly("e01d-");
    }

    @Test
    void buttonsChangeHandsAndAreReleasedAsTheyWerePressed() {
        set(Map.of("handedness", "left"));
        button(1, true);
        button(2, true);
        button(3, true);
        set(Map.of());
        button(1, false);
        button(2, false);
        button(3, false);
        button(1, true);
        button(1, false);
        assertThat(first.takeHeard())
                .containsExactly("RIGHT+", "LEFT+", "MIDDLE+", "RIGHT-", "LEFT-", "MIDDLE-", "LEFT+", "LEFT-");
    }

    @Test
    void motionIsScaledAndItsPartsAreKept() {
        set(Map.of("pointer-speed", 0.25));
        for (int i = 0; i < 4; i++) {
            move(1, -3);
        }
        assertThat(first.takeHeard()).containsExactly("move 0 -1", "move 0 -1", "move 1 -1");
        set(Map.of("pointer-speed", 10));
        move(2, 0);
        move(10_000, -10_000);
        move(0, 1);
        assertThat(first.takeHeard()).containsExactly("move 20 0", "move 16383 -16383", "move 0 10");
    }

    @Test
    void quickMotionIsAccelerated() {
        set(Map.of("pointer-acceleration", 1));
        move(1, 0);
        move(20, 0);
        move(0, 40);
        move(1000, 0);
        assertThat(first.takeHeard())
                .as("1 + distance / 20 times, at most 8")
                .containsExactly("move 1 0", "move 40 0", "move 0 120", "move 8000 0");
    }

    @Test
    void speedHoldsForMotionAGuestTakesAsPositionsAndNotForPositions() {
        first.setAbsolute(true);
        set(Map.of("pointer-speed", 2));
        device.say(out -> FrameWriter.position(out, TestDevice.POINTER, 100, 100));
        move(1, 0);
        assertThat(first.takeHeard()).containsExactly("at 100 100", "at 304 100");
    }

    @Test
    void theWheelTurnsTheOtherWayAndAtItsSpeed() {
        set(Map.of("wheel", "reversed", "wheel-speed", 0.5));
        wheel(120, 0);
        wheel(120, -240);
        wheel(-15, 0);
        assertThat(first.takeHeard()).containsExactly("wheel -1 1");
        set(Map.of("wheel-speed", 3));
        wheel(0, 40);
        assertThat(first.takeHeard()).containsExactly("wheel 0 1");
    }

    @Test
    void theDevicesRepeatsAreDropped() {
        set(Map.of("repeat", "drop"));
        device.key(A, KeyAction.PRESS);
        device.key(A, KeyAction.REPEAT);
        device.key(A, KeyAction.PRESS);
        device.key(A, KeyAction.RELEASE);
        assertThat(first.takeHeard()).containsExactly("1e+", "1e-");
    }

    private void pass(long millis) {
        controller.dueTimes().pass(nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis)));
    }

    @Test
    void theControllerRepeatsTheKeyThatWasPressedLast() {
        set(Map.of("repeat", "controller", "repeat-delay", 200, "repeat-rate", 10));
        device.key(A, KeyAction.PRESS);
        pass(199);
        assertThat(first.takeHeard()).containsExactly("1e+");
        pass(1);
        pass(100);
        device.key(A, KeyAction.REPEAT);
        assertThat(first.takeHeard()).containsExactly("1e+", "1e+");
        device.key(B, KeyAction.PRESS);
        pass(150);
        assertThat(first.takeHeard()).containsExactly("30+");
        pass(50);
        device.key(A, KeyAction.RELEASE);
        pass(100);
        assertThat(first.takeHeard()).containsExactly("30+", "1e-", "30+");
        device.key(B, KeyAction.RELEASE);
        pass(1000);
        assertThat(first.takeHeard()).containsExactly("30-");
    }

    @Test
    void nothingRepeatsInAMachineThatWasNeverToldOfTheKeyNorForALinkThatIsGone() {
        set(Map.of("repeat", "controller", "repeat-delay", 200, "repeat-rate", 10));
        device.key(A, KeyAction.PRESS);
        controller.plug(seat, second);
        pass(1000);
        assertThat(second.takeHeard()).isEmpty();
        device.key(B, KeyAction.PRESS);
        device.session().closed();
        second.takeHeard();
        pass(1000);
        assertThat(second.takeHeard()).isEmpty();
    }

    @Test
    void theThreadOfTheControllerRepeatsByItself(@TempDir Path other) {
        Controller real = new Controller("real", Database.open(other));
        real.addSeat("a", second, false);
        Seat at = real.seat("a").orElseThrow();
        real.presets()
                .put("fast", PresetFields.read(Map.of("repeat", "controller", "repeat-delay", 100, "repeat-rate", 50)));
        real.presets().give(at, "fast");
        TestDevice typist = new TestDevice(real, at).attachAll();
        typist.key(A, KeyAction.PRESS);
        await().atMost(10, TimeUnit.SECONDS).until(() -> second.countHeard() >= 4);
        typist.key(A, KeyAction.RELEASE);
        List<String> heard = second.takeHeard();
        assertThat(heard.getLast()).isEqualTo("1e-");
        assertThat(heard.subList(0, heard.size() - 1)).containsOnly("1e+");
        typist.session().closed();
    }

    @Test
    void theSizeIsFixedOrBounded() {
        device.say(out -> FrameWriter.size(out, TestDevice.DISPLAY, 1920, 1080));
        set(Map.of("largest-size", "1600x1200"));
        set(Map.of("size", "1024x768"));
        device.say(out -> FrameWriter.size(out, TestDevice.DISPLAY, 800, 600));
        set(Map.of());
        assertThat(first.takeHeard())
                .containsExactly(
                        "suggested 1920x1080",
                        "suggested 1600x1080",
                        "suggested 1024x768",
                        "suggested 1024x768",
                        "suggested 800x600");
        controller.plug(seat, second);
        assertThat(second.takeHeard()).containsExactly("suggested 800x600");
    }

    @Test
    void aFixedSizeCountsForAUnitThatWishesNoneAndGoesWithThePreset() {
        TestDevice other = new TestDevice(controller, seat).attachDisplay(Capabilities.DEFAULT);
        other.say(out -> FrameWriter.size(out, TestDevice.DISPLAY, 640, 400));
        assertThat(first.takeHeard()).containsExactly("suggested 640x400");
        set(Map.of("size", "1024x768"));
        assertThat(first.takeHeard())
                .as("by the first unit, then the other, which does not decide")
                .containsExactly("suggested 1024x768");
        set(Map.of());
        assertThat(first.takeHeard()).last().isEqualTo("suggested 640x400");
        other.session().closed();
    }

    @Test
    void aDepthIsDrawnAtOnce() {
        first.draw(0, 0, 320, 200, 0x123456);
        TestDevice display = new TestDevice(controller, seat).attachDisplay(Capabilities.DEFAULT);
        await().until(() -> display.picture().pixels()[0] == 0x123456);
        set(Map.of("depth", 8));
        await().until(() -> display.picture().pixels()[0] == (0x123456 & 0xE0E0C0));
        set(Map.of());
        await().until(() -> display.picture().pixels()[0] == 0x123456);
        assertThat(display.closed()).isEmpty();
        display.session().closed();
    }

    private TestDevice admitted() {
        TestDevice own = new TestDevice(controller, DEVICE, "192.0.2.1");
        controller.admission().admit(DeviceUnit.itself(DEVICE), "desk", "a", Demand.NOTHING);
        own.hello();
        own.attach(TestDevice.KEYBOARD, PeripheralClass.KEYBOARD);
        return own;
    }

    @Test
    void aPresetFollowsItsDeviceAndOutweighsTheSeats() {
        TestDevice own = admitted();
        set(Map.of("keys", Map.of("A", "B")));
        own.key(A, KeyAction.PRESS);
        own.key(A, KeyAction.RELEASE);
        controller.presets().put("own", PresetFields.read(Map.of("keys", Map.of("A", "C"))));
        assertThat(controller.presets().give(DEVICE, "own")).isTrue();
        own.key(A, KeyAction.PRESS);
        own.key(A, KeyAction.RELEASE);
        click(A);
        assertThat(first.takeHeard()).containsExactly("30+", "30-", "2e+", "2e-", "30+", "30-");
        own.session().closed();
        device.session().closed();

        start(); // as after a restart
        TestDevice again = admitted();
        again.key(A, KeyAction.PRESS);
        again.key(A, KeyAction.RELEASE);
        assertThat(first.takeHeard()).containsExactly("2e+", "2e-");
        assertThat(controller.presets().nameFor(seat.members().getFirst())).isEqualTo("own");
        assertThat(controller.presets().give(DEVICE, null)).isTrue();
        again.key(A, KeyAction.PRESS);
        assertThat(first.takeHeard()).as("the seat's, which was kept as well").containsExactly("30+");
        again.session().closed();
    }

    @Test
    void aPresetInUseStaysAndOneThatIsNotThereIsNotGiven() {
        set(Map.of("depth", 16));
        assertThat(controller.presets().give(seat, "other")).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> controller.presets().remove("test"))
                .withMessage("preset test is in use by seat a; give them another or none first");
        controller.presets().give(seat, null);
        assertThat(controller.presets().remove("test")).isTrue();
        assertThat(controller.presets().remove("test")).isFalse();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> controller.presets().put("no name", Preset.PLAIN));
    }

    @Test
    void aDeclaredPresetIsItsDeclarersAndASeatsChoiceOutweighsTheDeclaration() {
        controller.presets().declare(Map.of("house", PresetFields.read(Map.of("handedness", "left"))));
        controller.presets().declareFor("a", "house");
        button(1, true);
        button(1, false);
        assertThat(first.takeHeard()).containsExactly("RIGHT+", "RIGHT-");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> controller.presets().put("house", Preset.PLAIN))
                .withMessageContaining("declared");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> controller.presets().remove("house"));
        controller.presets().give(seat, null);
        button(1, true);
        assertThat(first.takeHeard()).containsExactly("LEFT+");
        start();
        controller.presets().declare(Map.of("house", PresetFields.read(Map.of("handedness", "left"))));
        controller.presets().declareFor("a", "house");
        assertThat(controller.presets().nameFor("a")).isEmpty();
    }
}
