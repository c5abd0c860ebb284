package netseat.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import netseat.hypervisor.PowerState;
import netseat.protocol.Attachment.Capabilities;
import netseat.protocol.Attachment.Surface;
import netseat.protocol.ContactState;
import netseat.protocol.FrameWriter;
import netseat.protocol.PeripheralClass;
import netseat.protocol.TouchReport;
import netseat.state.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Fingers on their way to a guest with a touch screen, and to those without. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class TouchTest {
    private static final int TOUCH = 4;

    private final NullMachine first = new NullMachine("first", 320, 200);
    private final NullMachine second = new NullMachine("second", 640, 480);
    private final AtomicLong nanos = new AtomicLong(1);
    private final TouchReport report = new TouchReport();
    private Controller controller;
    private Seat seat;
    private TestDevice device;

    @BeforeEach
    void sitDown(@TempDir Path folder) {
        controller = new Controller("test", Database.open(folder), nanos::get);
        controller.add(first);
        controller.add(second);
        controller.addSeat("a", first, false);
        seat = controller.seat("a").orElseThrow();
        first.setAbsolute(true);
        second.touch().setContacts(10);
        device = new TestDevice(controller, seat);
        device.hello();
        Capabilities surface = new Capabilities(0, true, false, 5, 0, 0, 60, 1, 24, 0, new Surface(10, 300, 200));
        device.attach(TOUCH, PeripheralClass.TOUCH, surface);
    }

    @AfterEach
    void leave() {
        device.session().closed();
    }

    private void say(TouchReport contacts) {
        device.say(out -> FrameWriter.touch(out, TOUCH, contacts));
    }

    private void down(int id, int x, int y) {
        say(report.clear().add(id, ContactState.DOWN, x, y));
    }

    private void move(int id, int x, int y) {
        say(report.clear().add(id, ContactState.MOVED, x, y));
    }

    private void up(int id, int x, int y) {
        say(report.clear().add(id, ContactState.UP, x, y));
    }

    private void pass(long millis) {
        controller.dueTimes().pass(nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(millis)));
    }

    @Test
    void theDeviceHearsWhatTheGuestTakes() {
        assertThat(device.heard()).containsSubsequence("attached 4 a/touch", "touches 0", "status 4 RUNNING first");
        controller.plug(seat, second);
        assertThat(device.heard()).containsSubsequence("touches 10", "status 4 RUNNING second");
        second.touch().setContacts(0);
        assertThat(device.heard()).last().isEqualTo("touches 0");
    }

    @Test
    void reportsReachATouchScreenWhole() {
        controller.plug(seat, second);
        say(report.clear().add(0, ContactState.DOWN, 1, 2).add(9, ContactState.DOWN, 3, 4));
        say(report.clear().add(9, ContactState.UP, 5, 6).add(0, ContactState.MOVED, 7, 8));
        assertThat(second.takeHeard())
                .containsExactly(
                        "touch 0 at 1 2",
                        "touch 9 at 3 4",
                        "report",
                        "touch 9 at 5 6",
                        "lift 9",
                        "touch 0 at 7 8",
                        "report");
        device.session().closed();
        assertThat(second.takeHeard()).containsExactly("lift 0", "report");
    }

    @Test
    void aContactThatIsUnknownHereHasNoEffect() {
        down(0, 1, 2);
        controller.plug(seat, second);
        first.takeHeard();
        move(0, 3, 4);
        up(0, 3, 4);
        assertThat(second.takeHeard()).containsExactly("report", "report");
        down(0, 5, 6);
        assertThat(second.takeHeard()).containsExactly("touch 0 at 5 6", "report");
        controller.plug(seat, first);
        assertThat(second.takeHeard()).containsExactly("lift 0", "report");
        move(0, 20_000, 20_000);
        up(0, 20_000, 20_000);
        assertThat(first.takeHeard()).isEmpty();
    }

    @Test
    void aScreenThatGoesHasItsContactsLifted() {
        controller.plug(seat, second);
        down(3, 1, 2);
        second.takeHeard();
        second.touch().setContacts(0);
        assertThat(second.takeHeard()).containsExactly("lift 3", "report");
    }

    @Test
    void aTapClicksWhereItIs() {
        down(0, 1000, 2000);
        move(0, 1100, 2100);
        up(0, 1100, 2100);
        assertThat(first.takeHeard()).containsExactly("at 1000 2000", "LEFT+");
        pass(29);
        assertThat(first.takeHeard()).isEmpty();
        pass(1);
        assertThat(first.takeHeard()).containsExactly("LEFT-");
    }

    @Test
    void aFingerThatMovesDrags() {
        down(0, 1000, 2000);
        move(0, 2000, 2000);
        move(0, 3000, 2500);
        assertThat(first.takeHeard()).containsExactly("at 1000 2000", "LEFT+", "at 2000 2000", "at 3000 2500");
        down(1, 9000, 9000);
        move(1, 9999, 9000);
        assertThat(first.takeHeard()).as("a second one changes nothing").doesNotContain("LEFT-", "RIGHT+");
        up(0, 3000, 2500);
        assertThat(first.takeHeard()).last().isEqualTo("LEFT-");
        up(1, 9999, 9000);
        down(0, 1, 1);
        up(0, 1, 1);
        assertThat(first.takeHeard()).containsExactly("at 1 1", "LEFT+");
    }

    @Test
    void twoFingersClickTheRightButton() {
        say(report.clear().add(0, ContactState.DOWN, 1000, 2000).add(1, ContactState.DOWN, 5000, 2000));
        up(1, 5000, 2000);
        up(0, 1000, 2000);
        pass(30);
        assertThat(first.takeHeard()).containsExactly("at 1000 2000", "RIGHT+", "RIGHT-");
    }

    @Test
    void twoFingersThatMoveTurnTheWheel() {
        say(report.clear().add(0, ContactState.DOWN, 1000, 10_000).add(1, ContactState.DOWN, 5000, 10_000));
        for (int i = 1; i <= 8; i++) {
            int y = 10_000 + 500 * i;
            say(report.clear().add(0, ContactState.MOVED, 1000, y).add(1, ContactState.MOVED, 5000, y));
        }
        for (int i = 1; i <= 8; i++) {
            say(report.clear()
                    .add(0, ContactState.MOVED, 1000 + 500 * i, 14_000)
                    .add(1, ContactState.MOVED, 5000 + 500 * i, 14_000));
        }
        up(0, 5000, 14_000);
        up(1, 9000, 14_000);
        assertThat(first.takeHeard())
                .as("the page follows the fingers: down, then right; nothing is clicked")
                .containsExactly("at 1000 10000", "wheel 1 0", "wheel 1 0", "wheel 0 -1", "wheel 0 -1");
    }

    @Test
    void threeFingersDoNothing() {
        down(0, 1000, 1000);
        down(1, 2000, 1000);
        down(2, 3000, 1000);
        up(2, 3000, 1000);
        up(1, 2000, 1000);
        up(0, 1000, 1000);
        assertThat(first.takeHeard()).containsExactly("at 1000 1000");
    }

    @Test
    void aGuestThatTakesMotionHasATouchpad() {
        first.setAbsolute(false);
        down(0, 1000, 2000);
        move(0, 1000 + 0x1000, 2000);
        move(0, 1000 + 0x1000, 2000 + 0x2000);
        up(0, 1000 + 0x1000, 2000 + 0x2000);
        assertThat(first.takeHeard())
                .as("an eighth of 320, a quarter of 200")
                .containsExactly("move 40 0", "move 0 50");
        down(0, 9000, 9000);
        up(0, 9000, 9000);
        pass(30);
        assertThat(first.takeHeard()).containsExactly("LEFT+", "LEFT-");
    }

    @Test
    void whatAFingerPressedIsReleasedOnAnyLoss() {
        down(0, 1000, 2000);
        move(0, 9000, 2000);
        first.takeHeard();
        controller.plug(seat, second);
        assertThat(first.takeHeard()).containsExactly("LEFT-");
        controller.plug(seat, first);
        down(1, 1000, 2000);
        move(1, 9000, 2000);
        first.takeHeard();
        device.session().tick(System.nanoTime() + TimeUnit.SECONDS.toNanos(6));
        assertThat(first.takeHeard()).as("silent with a button held").containsExactly("LEFT-");
        move(1, 1000, 2000);
        up(1, 1000, 2000);
        assertThat(first.takeHeard()).isEmpty();
        down(1, 1000, 2000);
        up(1, 1000, 2000);
        first.takeHeard();
        device.session().closed();
        assertThat(first.takeHeard()).as("within the click").containsExactly("LEFT-");
        pass(100);
        assertThat(first.takeHeard()).isEmpty();
    }

    @Test
    void aMachineThatEndsHoldsNothing() {
        down(0, 1000, 2000);
        move(0, 9000, 2000);
        first.become(PowerState.OFF);
        first.become(PowerState.RUNNING);
        first.takeHeard();
        up(0, 9000, 2000);
        assertThat(first.takeHeard()).isEmpty();
        down(0, 1, 1);
        assertThat(first.takeHeard()).containsExactly("at 1 1");
    }

    @Test
    void anotherClassesMessageIsRefused() {
        device.say(out -> FrameWriter.motion(out, TOUCH, 1, 1));
        assertThat(device.closed()).startsWith("BAD_VALUE");
    }
}
