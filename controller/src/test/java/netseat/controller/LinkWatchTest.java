package netseat.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import netseat.protocol.ByeReason;
import netseat.protocol.FrameHeader;
import netseat.protocol.FrameWriter;
import netseat.protocol.KeyAction;
import netseat.protocol.PeripheralClass;
import netseat.state.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One sweep for all links: nobody is forgotten, and quiet links cost next to nothing. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class LinkWatchTest {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final NullMachine machine = new NullMachine("vm", 64, 64);
    private final LinkWatch watch = new LinkWatch();
    private final long start = System.nanoTime();
    private int seconds;

    @TempDir
    private Path folder;

    private Controller controller;
    private Seat seat;

    @BeforeEach
    void oneSeat() {
        controller = new Controller("test", Database.open(folder));
        controller.add(machine);
        controller.addSeat("a", machine, false);
        seat = controller.seat("a").orElseThrow();
    }

    /** One more second passes. */
    private int sweep() {
        seconds++;
        return watch.sweep(start + seconds * SECOND);
    }

    private TestDevice device() {
        TestDevice device = new TestDevice(controller, seat);
        watch.add(device.session());
        return device;
    }

    @Test
    void whoNeverGreetsIsClosedInItsTime() {
        TestDevice mute = device();
        for (int i = 0; i < 10; i++) {
            sweep();
            assertThat(mute.closed()).as("after %d s", seconds).isEmpty();
        }
        sweep();
        sweep();
        assertThat(mute.closed()).contains("HELLO");
    }

    @Test
    void aQuietLinkIsAskedTwiceAndThenClosed() {
        TestDevice quiet = device();
        quiet.hello();
        int looks = 0;
        for (int i = 0; i < 29; i++) {
            looks += sweep();
            assertThat(quiet.closed()).as("after %d s", seconds).isEmpty();
        }
        assertThat(looks).as("not each second").isLessThanOrEqualTo(6);
        assertThat(quiet.heard()).filteredOn(what -> what.equals("ping")).hasSize(2);
        for (int i = 0; i < 3; i++) {
            sweep();
        }
        assertThat(quiet.closed()).contains("silent");
    }

    @Test
    void aKeyThatIsHeldIsReleasedInTimeThoughTheLinkWaitedForLater() {
        TestDevice device = device();
        device.hello();
        device.attach(TestDevice.KEYBOARD, PeripheralClass.KEYBOARD);
        sweep();
        sweep();
        machine.takeHeard();
        device.say(out -> FrameWriter.key(out, TestDevice.KEYBOARD, 7, 4, KeyAction.PRESS));
        assertThat(machine.takeHeard()).containsExactly("1e+");
        // By the clock of the frame, which is the real one, nearly no time has passed.
        seconds = 0;
        for (int i = 0; i < 5; i++) {
            sweep();
        }
        assertThat(device.heard()).as("asked").anyMatch(what -> what.equals("ping"));
        assertThat(machine.takeHeard()).isEmpty();
        sweep();
        sweep();
        assertThat(machine.takeHeard()).containsExactly("1e-");
    }

    @Test
    void tenThousandQuietLinksCostNothingForTenSeconds() {
        List<LinkSession> sessions = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            LinkSession session = controller.open(new DeafLink(), seat).orElseThrow();
            ByteBuffer frame = ByteBuffer.allocate(32);
            FrameWriter.hello(frame, 1, 1, "");
            FrameHeader.number(frame.flip(), 0);
            session.receive(frame, start);
            watch.add(session);
            sessions.add(session);
        }
        assertThat(controller.links()).isEqualTo(10_000);
        assertThat(watch.size()).isEqualTo(10_000);
        assertThat(sweep()).as("the first look at each").isEqualTo(10_000);
        int looks = 0;
        for (int i = 0; i < 8; i++) {
            looks += sweep();
        }
        assertThat(looks).isZero();
        for (LinkSession session : sessions) {
            watch.remove(session);
            session.closed();
        }
        assertThat(watch.size()).isZero();
        for (int i = 0; i < 64; i++) {
            assertThat(sweep()).isZero();
        }
    }

    /** To where nobody listens. */
    private static final class DeafLink implements Link {
        @Override
        public void send(ByteBuffer frames) {}

        @Override
        public void sendPicture(ByteBuffer prefix, byte[] commands, long readNanos) {}

        @Override
        public void close(ByeReason reason, String text) {}

        @Override
        public void execute(Runnable task) {}

        @Override
        public Transport transport() {
            return Transport.TLS;
        }

        @Override
        public String address() {
            return "test";
        }

        @Override
        public String remote() {
            return "test";
        }
    }

    @Test
    void noMoreLinksThanAreAllowed() {
        controller.limitLinks(2);
        device();
        TestDevice second = device();
        TestDevice third = new TestDevice(controller, seat);
        assertThat(third.closed()).contains("2 links already");
        second.session().closed();
        assertThat(new TestDevice(controller, seat).closed()).isEmpty();
    }

    @Test
    void goodbyeReachesEveryLink() {
        List<TestDevice> devices = List.of(device(), device(), device());
        watch.forEach(session -> {
            watch.remove(session);
            session.end(ByeReason.SHUTDOWN, "the controller stops");
        });
        assertThat(devices).allSatisfy(device -> assertThat(device.closed()).contains("stops"));
        assertThat(watch.size()).isZero();
    }
}
