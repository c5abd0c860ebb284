package netseat.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import netseat.protocol.Attachment.Capabilities;
import netseat.protocol.FrameWriter;
import netseat.protocol.KeyAction;
import netseat.protocol.PeripheralClass;
import netseat.state.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A seat that nobody uses goes dark, and is there again at the first input. The clock is the test's. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class IdleTest {
    private static final int A = 0x04;
    private static final String DARK = "blank 3 true";
    private static final String LIGHT = "blank 3 false";

    private final NullMachine first = new NullMachine("first", 320, 200);
    private final NullMachine second = new NullMachine("second", 320, 240);
    private final AtomicLong nanos = new AtomicLong(1);
    private Controller controller;
    private Seat seat;
    private TestDevice typist;
    private TestDevice display;

    @BeforeEach
    void sitDown(@TempDir Path folder) {
        controller = new Controller("test", Database.open(folder), nanos::get);
        controller.add(first);
        controller.add(second);
        controller.addSeat("a", first, false);
        seat = controller.seat("a").orElseThrow();
        typist = new TestDevice(controller, seat).arrivesBy(nanos::get);
        typist.hello();
        typist.attach(TestDevice.KEYBOARD, PeripheralClass.KEYBOARD);
        typist.attach(TestDevice.POINTER, PeripheralClass.POINTER);
        blankAfter(10);
        first.draw(0, 0, 320, 200, 0x123456);
        display = new TestDevice(controller, seat).attachDisplay(Capabilities.DEFAULT);
        await().until(() -> display.shows(first.picture()));
    }

    @AfterEach
    void leave() {
        typist.session().closed();
        display.session().closed();
    }

    private void blankAfter(int minutes) {
        controller.presets().put("test", PresetFields.read(Map.of("blank-after", minutes)));
        controller.presets().give(seat, "test");
    }

    private void pass(long minutes) {
        controller.dueTimes().pass(nanos.addAndGet(TimeUnit.MINUTES.toNanos(minutes)));
    }

    private void goDark() {
        pass(10);
        assertThat(display.heard()).last().isEqualTo(DARK);
        await().until(() -> display.picture().pixels()[0] == 0 && first.watchers() == 0);
    }

    @Test
    void aSeatThatNobodyUsesGoesDarkAndNothingIsDrawnForIt() {
        pass(9);
        assertThat(display.heard()).doesNotContain(DARK);
        goDarkAfter(1);
        int pictures = display.pictures();
        first.draw(0, 0, 320, 200, 0x654321);
        assertThat(first.isWaitedFor()).as("nobody waits for pixels").isFalse();
        assertThat(first.watchers()).isZero();
        typist.key(A, KeyAction.PRESS);
        assertThat(first.takeHeard()).as("what wakes it is passed on").containsExactly("1e+");
        assertThat(display.heard()).last().isEqualTo(LIGHT);
        await().until(() -> display.shows(first.picture()));
        assertThat(display.picture().pixels()[0]).isEqualTo(0x654321);
        assertThat(display.pictures()).isGreaterThan(pictures);
        assertThat(display.closed()).isEmpty();
    }

    private void goDarkAfter(long minutes) {
        pass(minutes);
        await().until(() -> display.heard().contains(DARK) && display.picture().pixels()[0] == 0);
    }

    @Test
    void anyInputOfTheSeatCountsAndPutsItOff() {
        for (int i = 0; i < 3; i++) {
            pass(9);
            typist.say(out -> FrameWriter.motion(out, TestDevice.POINTER, 1, 0));
        }
        assertThat(display.heard()).doesNotContain(DARK);
        goDark();
        typist.say(out -> FrameWriter.wheel(out, TestDevice.POINTER, 120, 0));
        assertThat(display.heard()).last().isEqualTo(LIGHT);
        goDark();
        assertThat(display.heard().stream().filter(DARK::equals)).hasSize(2);
    }

    @Test
    void aReplugDoesNotWakeItAndTheNewMachinesPictureComesAtTheFirstInput() {
        goDark();
        controller.plug(seat, second);
        second.draw(0, 0, 320, 240, 0x00FF00);
        assertThat(second.watchers()).isZero();
        typist.key(A, KeyAction.PRESS);
        await().until(() -> display.shows(second.picture()));
    }

    @Test
    void aPresetThatDarkensNothingLightsIt() {
        goDark();
        blankAfter(0);
        assertThat(display.heard()).last().isEqualTo(LIGHT);
        await().until(() -> display.shows(first.picture()));
        pass(100);
        assertThat(display.heard()).last().isEqualTo(LIGHT);
    }

    @Test
    void aDisplayThatJoinsWakesTheSeat() {
        goDark();
        TestDevice other = new TestDevice(controller, seat).attachDisplay(Capabilities.DEFAULT);
        assertThat(display.heard()).last().isEqualTo(LIGHT);
        await().until(() -> other.shows(first.picture()) && display.shows(first.picture()));
        other.session().closed();
    }

    @Test
    void aDisplayThatDoesNotAnswerGoesDarkAndComesBackWhenItDoes() {
        display.answers(false);
        first.draw(0, 0, 16, 16, 0xFFFFFF);
        await().until(() -> display.picture().pixels()[0] == 0xFFFFFF);
        pass(10);
        assertThat(display.heard()).last().isEqualTo(DARK);
        typist.key(A, KeyAction.PRESS);
        first.draw(0, 0, 16, 16, 0xABCDEF);
        display.answers(true);
        await().until(() -> display.shows(first.picture()));
        assertThat(display.closed()).isEmpty();
    }

    @Test
    void theControllersOwnThreadDarkensItAgainAndAgain(@TempDir Path folder) {
        Controller real = new Controller("real", Database.open(folder));
        real.addSeat("a", first, false);
        Seat at = real.seat("a").orElseThrow();
        real.presets().put("soon", PresetFields.read(Map.of("blank-after", 0.01)));
        real.presets().give(at, "soon");
        TestDevice own = new TestDevice(real, at).attachAll();
        for (int times = 1; times <= 2; times++) {
            long dark = times;
            await().atMost(15, TimeUnit.SECONDS)
                    .until(() -> own.heard().stream().filter(DARK::equals).count() == dark);
            own.key(A, KeyAction.PRESS);
            own.key(A, KeyAction.RELEASE);
            assertThat(own.heard()).last().isEqualTo(LIGHT);
        }
        own.session().closed();
    }
}
