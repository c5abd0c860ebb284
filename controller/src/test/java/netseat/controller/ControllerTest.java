package netseat.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import netseat.hypervisor.PowerState;
import netseat.protocol.FrameWriter;
import netseat.protocol.KeyAction;
import netseat.protocol.KeyPage;
import netseat.protocol.PeripheralClass;
import netseat.state.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 30, unit = TimeUnit.SECONDS)
class ControllerTest {
    private static final int A = 0x04;
    private static final int B = 0x05;

    private final NullMachine first = new NullMachine("first", 320, 200);
    private final NullMachine second = new NullMachine("second", 640, 480);
    private Controller controller;
    private Seat seat;
    private TestDevice device;

    @BeforeEach
    void sitDown(@TempDir Path state) {
        controller = new Controller("test", Database.open(state));
        controller.add(first);
        controller.add(second);
        controller.addSeat("a", first, false);
        seat = controller.seat("a").orElseThrow();
        device = new TestDevice(controller, seat).attachAll();
    }

    @AfterEach
    void leave() {
        device.session().closed();
    }

    @Test
    void aNewPeripheralHearsWhatItIsPluggedInto() {
        assertThat(device.heard())
                .containsSubsequence(
                        "welcome 1",
                        "attached 1 a/keyboard",
                        "leds 0",
                        "status 1 RUNNING first",
                        "attached 2 a/pointer",
                        "positions false",
                        "status 2 RUNNING first",
                        "attached 3 a/display",
                        "status 3 RUNNING first");
    }

    @Test
    void keysReachTheMachineOfTheSeatAndNoOther() {
        device.key(A, KeyAction.PRESS);
        device.key(A, KeyAction.REPEAT);
        device.key(A, KeyAction.RELEASE);
        assertThat(first.takeHeard()).containsExactly("1e+", "1e+", "1e-");
        assertThat(second.takeHeard()).isEmpty();
    }

    @Test
    void aReplugReleasesInTheOldMachineAndTypesNothingInTheNew() {
        device.key(A, KeyAction.PRESS);
        device.say(out -> FrameWriter.button(out, TestDevice.POINTER, 1, true));
        first.takeHeard();
        controller.plug(seat, second);
        assertThat(first.takeHeard()).containsExactlyInAnyOrder("1e-", "LEFT-");
        device.key(A, KeyAction.REPEAT);
        device.key(A, KeyAction.RELEASE);
        device.say(out -> FrameWriter.button(out, TestDevice.POINTER, 1, false));
        assertThat(second.takeHeard()).isEmpty();
        device.key(B, KeyAction.PRESS);
        assertThat(second.takeHeard()).containsExactly("30+");
        assertThat(first.takeHeard()).isEmpty();
    }

    @Test
    void aLostLinkReleasesEverything() {
        device.key(A, KeyAction.PRESS);
        device.say(out -> FrameWriter.key(out, 1, KeyPage.SCAN_CODE, 0xE01D, KeyAction.PRESS));
        device.say(out -> FrameWriter.button(out, TestDevice.POINTER, 5, true));
        first.takeHeard();
        device.session().closed();
        assertThat(first.takeHeard()).containsExactlyInAnyOrder("1e-", "e01d-", "EXTRA-");
        assertThat(seat.members()).isEmpty();
        assertThat(first.watchers()).isZero();
        assertThat(controller.links()).isZero();
    }

    @Test
    void aFaultClosesTheLinkReleasesAndCounts() {
        device.key(A, KeyAction.PRESS);
        device.say(out -> FrameWriter.button(out, TestDevice.POINTER, 17, true));
        assertThat(device.closed()).startsWith("BAD_VALUE");
        assertThat(first.takeHeard()).containsExactly("1e+", "1e-");
        assertThat(controller.faults()).isOne();
        device.key(B, KeyAction.PRESS);
        assertThat(first.takeHeard()).as("nothing is taken from a closed link").isEmpty();
    }

    @Test
    void whatMayNotComeYetClosesTheLink() {
        TestDevice hasty = new TestDevice(controller, seat);
        hasty.attach(1, PeripheralClass.KEYBOARD);
        assertThat(hasty.closed()).startsWith("OUT_OF_ORDER");
        TestDevice forward = new TestDevice(controller, seat);
        forward.hello();
        forward.key(A, KeyAction.PRESS);
        assertThat(forward.closed()).startsWith("OUT_OF_ORDER");
        TestDevice confused = new TestDevice(controller, seat).attachAll();
        confused.say(out -> FrameWriter.key(out, 2, KeyPage.KEYBOARD, A, KeyAction.PRESS));
        assertThat(confused.closed()).startsWith("BAD_VALUE");
        TestDevice dreaming = new TestDevice(controller, seat).attachAll();
        dreaming.say(out -> FrameWriter.pictureShown(out, TestDevice.DISPLAY, 47));
        assertThat(dreaming.closed()).startsWith("OUT_OF_ORDER");
        TestDevice modern = new TestDevice(controller, seat);
        modern.say(out -> FrameWriter.hello(out, 2, 9, "modern"));
        assertThat(modern.closed()).startsWith("VERSION");
    }

    @Test
    void silenceWhileHoldingReleasesAndLongSilenceCloses() {
        device.key(A, KeyAction.PRESS);
        first.takeHeard();
        long now = System.nanoTime();
        device.session().tick(now + TimeUnit.SECONDS.toNanos(2));
        assertThat(device.heard()).endsWith("ping");
        assertThat(first.takeHeard()).isEmpty();
        device.session().tick(now + TimeUnit.SECONDS.toNanos(6));
        assertThat(first.takeHeard()).containsExactly("1e-");
        device.session().tick(now + TimeUnit.SECONDS.toNanos(31));
        assertThat(device.closed()).startsWith("TIMEOUT");
    }

    @Test
    void aLinkThatSaysNothingIsClosed() {
        TestDevice mute = new TestDevice(controller, seat);
        mute.session().tick(System.nanoTime() + TimeUnit.SECONDS.toNanos(11));
        assertThat(mute.closed()).startsWith("TIMEOUT");
    }

    @Test
    void theDisplayShowsTheNewestStateWhenItHasShownTheLast() {
        await().until(() -> device.pictures() == 1);
        first.draw(10, 10, 50, 20, 0xFF0000);
        first.draw(100, 10, 50, 20, 0x00FF00);
        assertThat(device.pictures()).as("nothing before the first is shown").isEqualTo(1);
        device.acknowledge();
        await().until(() -> device.pictures() == 2);
        assertThat(Arrays.equals(device.picture().pixels(), first.picture().pixels()))
                .isTrue();
        device.acknowledge();
        await().until(first::isWaitedFor);
        first.resize(800, 600);
        first.draw(0, 0, 800, 600, 0x123456);
        await().until(() -> {
            if (device.lastMark() >= 3) {
                device.acknowledge();
            }
            return device.picture().width() == 800 && device.picture().pixels()[800 * 600 - 1] == 0x123456;
        });
    }

    @Test
    void aReplugShowsTheNewPictureWholeAndUnpluggingShowsNothing() {
        second.draw(0, 0, 640, 480, 0xABCDEF);
        await().until(() -> device.pictures() == 1);
        device.acknowledge();
        controller.plug(seat, second);
        await().until(() -> device.pictures() == 2);
        assertThat(Arrays.equals(device.picture().pixels(), second.picture().pixels()))
                .isTrue();
        assertThat(first.watchers()).isZero();
        device.acknowledge();
        controller.plug(seat, Plug.NOTHING);
        await().until(() -> device.pictures() == 3);
        assertThat(device.picture().pixels()).containsOnly(0);
        assertThat(device.heard()).endsWith("status 3 UNPLUGGED  Not plugged into any virtual machine.");
    }

    @Test
    void aLostPictureIsSentAgainWhole() {
        await().until(() -> device.pictures() == 1);
        first.draw(0, 0, 320, 200, 0x112233);
        device.say(out -> FrameWriter.pictureLost(out, TestDevice.DISPLAY));
        await().until(() -> device.pictures() == 2);
        assertThat(device.picture().pixels()).containsOnly(0x112233);
    }

    @Test
    void aDisplayShowsTheHeadThatItIsForAndBlackWhereThereIsNone() {
        NullMachine beside = new NullMachine("beside", 400, 300);
        beside.draw(0, 0, 400, 300, 0x445566);
        first.addHead(beside);
        TestDevice wall = new TestDevice(controller, seat).attachDisplay(2);
        await().until(() -> wall.pictures() == 1);
        assertThat(Arrays.equals(wall.picture().pixels(), beside.picture().pixels()))
                .isTrue();
        assertThat(wall.heard()).endsWith("status 3 RUNNING first");
        wall.acknowledge();
        second.draw(0, 0, 640, 480, 0xABCDEF);
        controller.plug(seat, second);
        await().until(() -> wall.pictures() == 2);
        assertThat(wall.picture().pixels()).as("nobody else's head").containsOnly(0);
        assertThat(wall.heard()).endsWith("status 3 RUNNING second second has one head; this display is for head 2.");
        assertThat(beside.watchers()).isZero();
        wall.session().closed();
    }

    @Test
    void theFirstDisplayThatWishesASizeDecidesAndTheNextOneAfterIt() {
        size(device, 800, 600);
        assertThat(first.takeHeard()).containsExactly("suggested 800x600");
        TestDevice tab = new TestDevice(controller, seat).attachAll();
        size(tab, 1920, 1080);
        assertThat(first.takeHeard()).isEmpty();
        size(device, 1024, 768);
        assertThat(first.takeHeard()).containsExactly("suggested 1024x768");
        device.session().closed();
        assertThat(first.takeHeard()).containsExactly("suggested 1920x1080");
        controller.plug(seat, second);
        assertThat(second.takeHeard()).as("a wish goes with its display").containsExactly("suggested 1920x1080");
        size(tab, 640, 480);
        assertThat(second.takeHeard()).containsExactly("suggested 640x480");
        assertThat(first.takeHeard()).isEmpty();
        tab.session().closed();
    }

    @Test
    void aDisplayWithoutAWishLeavesTheDecisionToTheNext() {
        TestDevice tab = new TestDevice(controller, seat).attachAll();
        size(tab, 1920, 1080);
        assertThat(first.takeHeard()).containsExactly("suggested 1920x1080");
        size(device, 800, 600);
        assertThat(first.takeHeard()).as("plugged in before").containsExactly("suggested 800x600");
        tab.session().closed();
        assertThat(first.takeHeard()).doesNotContain("suggested 1920x1080");
    }

    private static void size(TestDevice of, int width, int height) {
        of.say(out -> FrameWriter.size(out, TestDevice.DISPLAY, width, height));
    }

    @Test
    void ledsAndPointerModeAndPowerAreToldToTheDevice() {
        first.setLeds(2);
        first.setAbsolute(true);
        first.become(PowerState.FAILED);
        assertThat(device.heard())
                .containsSubsequence(
                        "leds 2", "positions true", "status 1 FAILED first first has failed: out of memory");
        second.setLeds(4);
        assertThat(device.heard()).doesNotContain("leds 4");
    }

    @Test
    void motionAndPositionsAreTranslatedToWhatTheGuestTakes() {
        device.say(out -> FrameWriter.motion(out, TestDevice.POINTER, 3, -4));
        assertThat(first.takeHeard()).containsExactly("move 3 -4");
        device.say(out -> FrameWriter.position(out, TestDevice.POINTER, 0x3FFF + 0x4000 / 10, 0x3FFF));
        assertThat(first.takeHeard()).containsExactly("move 15 0");
        first.setAbsolute(true);
        device.say(out -> FrameWriter.position(out, TestDevice.POINTER, 0, 0x7FFF));
        device.say(out -> FrameWriter.motion(out, TestDevice.POINTER, 160, 100));
        assertThat(first.takeHeard()).containsExactly("at 0 32767", "at 16384 32767");
    }

    @Test
    void partsOfAWheelStepWaitForTheRest() {
        for (int i = 0; i < 4; i++) {
            device.say(out -> FrameWriter.wheel(out, TestDevice.POINTER, 60, -90));
        }
        assertThat(first.takeHeard()).containsExactly("wheel 1 -1", "wheel 0 -1", "wheel 1 -1");
    }

    @Test
    void buttonsThatAGuestHasNotAreWithoutEffect() {
        device.say(out -> FrameWriter.button(out, TestDevice.POINTER, 16, true));
        device.say(out -> FrameWriter.button(out, TestDevice.POINTER, 2, true));
        assertThat(first.takeHeard()).containsExactly("RIGHT+");
        assertThat(device.closed()).isEmpty();
    }

    @Test
    void thePlugOfASeatIsRememberedAcrossARestart(@TempDir Path state) {
        Controller before = new Controller("test", Database.open(state));
        before.add(first);
        before.add(second);
        before.addSeat("a", first, false);
        before.plug(before.seat("a").orElseThrow(), second);
        Controller after = new Controller("test", Database.open(state));
        after.add(first);
        after.add(second);
        after.addSeat("a", first, false);
        assertThat(after.seat("a").orElseThrow().machine()).isSameAs(second);
    }

    @Test
    void twoLinksAtOneSeatHaveNamesOfTheirOwn() {
        TestDevice tab = new TestDevice(controller, seat).attachAll();
        assertThat(tab.heard()).contains("attached 1 a/keyboard 2");
        assertThat(seat.links()).isEqualTo(2);
        tab.session().closed();
        assertThat(seat.links()).isEqualTo(1);
    }
}
