package netseat.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import netseat.hypervisor.PowerState;
import netseat.protocol.Attachment.Capabilities;
import netseat.protocol.DeviceId;
import netseat.protocol.FrameWriter;
import netseat.protocol.KeyAction;
import netseat.protocol.PeripheralClass;
import netseat.state.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Heads, watching, devices apart from their seats, and one keyboard for several machines. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class PlugTest {
    private static final int A = 0x04;
    private static final int B = 0x05;
    private static final int SCROLL_LOCK = 0x47;
    private static final DeviceId DEVICE = new DeviceId("ab".repeat(32));
    private static final DeviceUnit UNIT = DeviceUnit.itself(DEVICE);

    @TempDir
    private Path folder;

    private final NullMachine first = new NullMachine("first", 640, 400);
    private final NullMachine second = new NullMachine("second", 320, 200);
    private final NullMachine third = new NullMachine("third", 320, 240);
    private final NullMachine secondHead = new NullMachine("head", 800, 600);
    private Controller controller;
    private Seat seat;
    private TestDevice device;

    @BeforeEach
    void sitDown() {
        first.addHead(secondHead);
        controller = started();
        seat = controller.seat("a").orElseThrow();
        device = new TestDevice(controller, seat).attachAll();
    }

    private Controller started() {
        Controller started = new Controller("test", Database.open(folder));
        started.add(first);
        started.add(second);
        started.add(third);
        started.addSeat("a", first, false);
        return started;
    }

    @AfterEach
    void leave() {
        device.session().closed();
    }

    private static void tap(TestDevice by, int key) {
        by.key(key, KeyAction.PRESS);
        by.key(key, KeyAction.RELEASE);
    }

    @Test
    void whoeverWatchesSeesAllAndTypesNothing() {
        device.key(A, KeyAction.PRESS);
        first.takeHeard();
        controller.plug(seat, new Plug(first, 0, true));
        assertThat(first.takeHeard()).containsExactly("1e-");
        assertThat(device.heard().getLast()).startsWith("status 3 RUNNING first only watching");
        tap(device, B);
        device.say(out -> FrameWriter.button(out, TestDevice.POINTER, 1, true));
        device.say(out -> FrameWriter.motion(out, TestDevice.POINTER, 5, 5));
        assertThat(first.takeHeard()).isEmpty();
        first.setLeds(2);
        assertThat(device.heard()).as("its lamps are the machine's").last().isEqualTo("leds 2");
        first.draw(0, 0, 640, 400, 0x123456);
        device.acknowledge();
        await().until(() -> device.shows(first.picture()));

        tap(device, SCROLL_LOCK);
        tap(device, SCROLL_LOCK);
        assertThat(seat.isMenuOpen()).isTrue();
        tap(device, 0x1F); // 2
        tap(device, 0x28);
        await().until(() -> seat.plug().equals(new Plug(second, 0, true)));
        await().until(() -> !seat.isMenuOpen());
        tap(device, B);
        assertThat(second.takeHeard()).as("only watching there too").isEmpty();

        controller.plug(seat, second);
        tap(device, B);
        assertThat(second.takeHeard()).containsExactly("30+", "30-");
    }

    @Test
    void aPlugIntoOneHeadIsForAllDisplaysAndForPointers() {
        first.setAbsolute(true);
        secondHead.draw(0, 0, 800, 600, 0x654321);
        TestDevice display = new TestDevice(controller, seat).attachDisplay(Capabilities.DEFAULT);
        await().until(() -> display.shows(first.picture()));
        controller.plug(seat, new Plug(first, 2, false));
        await().until(() -> display.shows(secondHead.picture()));
        first.takeHeard();
        device.say(out -> FrameWriter.motion(out, TestDevice.POINTER, 400, 0));
        assertThat(first.takeHeard()).as("half of 800 pixels").containsExactly("at 32767 16383");
        controller.plug(seat, new Plug(second, 0, false));
        await().until(() -> display.shows(second.picture()));
        display.session().closed();
    }

    @Test
    void whereEachHeadHasItsOwnInputAPlugIntoAHeadDrivesThatAlone() {
        controller.plug(seat, new Plug(first, 2, false));
        device.key(A, KeyAction.PRESS);
        assertThat(first.takeHeard()).as("one keyboard for both heads").containsExactly("1e+");
        first.haveInputPerHead(true);
        first.become(PowerState.OFF);
        first.become(PowerState.RUNNING);
        first.takeHeard();
        device.key(A, KeyAction.RELEASE);
        assertThat(secondHead.takeHeard())
                .as("what was held before the machine's life")
                .isEmpty();

        tap(device, B);
        device.say(out -> FrameWriter.motion(out, TestDevice.POINTER, 5, 6));
        device.say(out -> FrameWriter.button(out, TestDevice.POINTER, 1, true));
        assertThat(secondHead.takeHeard()).containsExactly("30+", "30-", "move 5 6", "LEFT+");
        secondHead.setLeds(2);
        assertThat(device.heard()).last().isEqualTo("leds 2");
        seat.broadcastTo(List.of(second));
        tap(device, A);
        assertThat(secondHead.takeHeard())
                .as("the head's own, not the machine's first")
                .contains("1e+", "1e-");
        assertThat(second.takeHeard()).containsExactly("1e+", "1e-");
        seat.broadcastTo(List.of());

        device.key(B, KeyAction.PRESS);
        controller.plug(seat, new Plug(first, 1, false));
        assertThat(secondHead.takeHeard()).contains("30+", "30-", "LEFT-");
        tap(device, A);
        assertThat(first.takeHeard()).containsExactly("1e+", "1e-");
        assertThat(secondHead.takeHeard()).isEmpty();
    }

    @Test
    void whatAWithdrawnMachineHadIsPluggedIntoItAgainUnlessItWentElsewhere() {
        controller.plug(seat, new Plug(second, 0, true));
        controller.addSeat("b", second, false);
        Seat other = controller.seat("b").orElseThrow();
        controller.withdraw(second);
        assertThat(controller.machine("second")).isEmpty();
        assertThat(seat.plug()).isEqualTo(Plug.NOTHING);
        controller.plug(other, Plug.NOTHING);
        controller.add(second);
        assertThat(seat.plug()).isEqualTo(new Plug(second, 0, true));
        assertThat(other.plug()).isEqualTo(Plug.NOTHING);

        controller.withdraw(second);
        assertThat(started().seat("a").orElseThrow().plug())
                .as("what is on the disk stays")
                .isEqualTo(new Plug(second, 0, true));
    }

    @Test
    void plugsAreRememberedWithHeadAndObserving() {
        controller.plug(seat, new Plug(first, 2, true));
        Controller again = started();
        assertThat(again.seat("a").orElseThrow().plug()).isEqualTo(new Plug(first, 2, true));
        again.plug(again.seat("a").orElseThrow(), Plug.NOTHING);
        assertThat(started().seat("a").orElseThrow().plug()).isEqualTo(Plug.NOTHING);
    }

    @Test
    void aDeviceCanBePluggedApartFromItsSeat() {
        TestDevice pad = new TestDevice(controller, DEVICE, "192.0.2.1");
        pad.hello();
        controller.admission().admit(UNIT, "pad", "a", Demand.NOTHING);
        pad.attach(TestDevice.KEYBOARD, PeripheralClass.KEYBOARD);
        tap(pad, A);
        assertThat(first.takeHeard()).containsExactly("1e+", "1e-");
        pad.key(A, KeyAction.PRESS);
        controller.plug(UNIT, new Plug(second, 0, false));
        assertThat(first.takeHeard()).containsExactly("1e+", "1e-");
        tap(pad, B);
        assertThat(second.takeHeard()).containsExactly("30+", "30-");
        tap(device, B);
        assertThat(first.takeHeard()).as("the others follow the seat").containsExactly("30+", "30-");
        controller.plug(seat, third);
        tap(pad, B);
        assertThat(second.takeHeard()).containsExactly("30+", "30-");
        second.become(PowerState.OFF);
        assertThat(pad.heard().getLast()).startsWith("status 1 OFF second");
        second.become(PowerState.RUNNING);
        pad.session().closed();

        Controller again = started();
        TestDevice back = new TestDevice(again, DEVICE, "192.0.2.1");
        back.hello();
        back.attach(TestDevice.KEYBOARD, PeripheralClass.KEYBOARD);
        tap(back, B);
        assertThat(second.takeHeard()).as("remembered").containsExactly("30+", "30-");
        again.followSeat(UNIT);
        third.takeHeard();
        tap(back, B);
        assertThat(third.takeHeard()).as("as its seat again").containsExactly("30+", "30-");
        assertThat(started().ownPlug(UNIT)).isEmpty();
        back.session().closed();
    }

    @Test
    void everyMachineOfABroadcastGetsEachKeyAndLosesItOnAnyChange() {
        device.key(A, KeyAction.PRESS);
        assertThat(seat.broadcastTo(List.of(second, third, second))).isTrue();
        assertThat(first.takeHeard()).containsExactly("1e+", "1e-");
        device.key(A, KeyAction.RELEASE);
        tap(device, A);
        List<String> once = List.of("1e+", "1e-");
        assertThat(first.takeHeard()).isEqualTo(once);
        assertThat(second.takeHeard()).isEqualTo(once);
        assertThat(third.takeHeard()).isEqualTo(once);

        device.key(B, KeyAction.PRESS);
        third.become(PowerState.OFF);
        assertThat(third.takeHeard()).as("it is off").containsExactly("30+");
        assertThat(first.takeHeard()).containsExactly("30+", "30-");
        assertThat(second.takeHeard()).containsExactly("30+", "30-");
        device.key(B, KeyAction.REPEAT);
        device.key(B, KeyAction.RELEASE);
        third.become(PowerState.RUNNING);
        device.key(B, KeyAction.PRESS);
        controller.plug(seat, second);
        assertThat(first.takeHeard()).containsExactly("30+", "30-");
        assertThat(second.takeHeard()).containsExactly("30+", "30-");
        assertThat(third.takeHeard()).containsExactly("30+", "30-");
        device.key(B, KeyAction.RELEASE);
        device.key(A, KeyAction.PRESS);
        assertThat(first.takeHeard()).as("it is left").isEmpty();
        assertThat(seat.broadcastTo(List.of())).isTrue();
        assertThat(second.takeHeard()).isEqualTo(once);
        assertThat(third.takeHeard()).isEqualTo(once);
    }

    @Test
    void aBroadcastIsShownAndEndsWithTheLastLink() {
        TestDevice display = new TestDevice(controller, seat).attachDisplay(Capabilities.DEFAULT);
        await().until(() -> display.pictures() > 0);
        seat.broadcastTo(List.of(third));
        await().until(() -> display.picture().pixels()[0] == BannerPainter.SIGNAL);
        first.draw(0, 300, 640, 100, 0x123456);
        int below = 640 * 399;
        await("the picture is beneath, as it is").until(() -> display.picture().pixels()[below] == 0x123456);
        int[] before = display.picture().pixels().clone();
        controller.plug(seat, second);
        await("the bar says into what")
                .until(() -> display.picture().pixels()[0] == BannerPainter.SIGNAL
                        && !Arrays.equals(display.picture().pixels(), before));
        tap(device, SCROLL_LOCK);
        tap(device, SCROLL_LOCK);
        await("the menu is below it")
                .until(() -> display.picture().pixels()[0] == BannerPainter.SIGNAL
                        && Arrays.stream(display.picture().pixels()).anyMatch(pixel -> pixel == MenuPainter.ACCENT));
        third.takeHeard();
        tap(device, A);
        assertThat(third.takeHeard()).as("not while the menu is open").isEmpty();
        device.session().closed();
        assertThat(seat.broadcast()).isNotEmpty();
        display.session().closed();
        assertThat(seat.broadcast()).isEmpty();
        assertThat(seat.broadcastTo(List.of(third))).as("nobody is here").isFalse();
    }
}
