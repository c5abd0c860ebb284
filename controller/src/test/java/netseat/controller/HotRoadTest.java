package netseat.controller;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import netseat.protocol.ContactState;
import netseat.protocol.FrameHeader;
import netseat.protocol.FrameWriter;
import netseat.protocol.KeyAction;
import netseat.protocol.KeyPage;
import netseat.protocol.PeripheralClass;
import netseat.protocol.TouchReport;
import netseat.state.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an event costs on its way through the adapters, with everything set that a preset can set. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HotRoadTest {
    private static final int EVENTS = 500;
    private static final int ROUNDS = 40;

    private final NullMachine machine = new NullMachine("deaf", 320, 200);
    private final ByteBuffer frames = ByteBuffer.allocate(64 * 1024);
    private int sent;

    @Test
    void noEventAllocates(@TempDir Path folder) {
        Controller controller = new Controller("test", Database.open(folder));
        controller.add(machine);
        machine.beDeaf();
        controller.addSeat("a", machine, false);
        Seat seat = controller.seat("a").orElseThrow();
        controller
                .presets()
                .put(
                        "all",
                        PresetFields.read(Map.of(
                                "keys",
                                Map.of("A", "B"),
                                "repeat",
                                "controller",
                                "pointer-speed",
                                1.5,
                                "pointer-acceleration",
                                1,
                                "handedness",
                                "left",
                                "wheel",
                                "reversed",
                                "wheel-speed",
                                2,
                                "blank-after",
                                10)));
        controller.presets().give(seat, "all");
        TestDevice device = new TestDevice(controller, seat).attachAll();
        device.attach(4, PeripheralClass.TOUCH);
        sent = 5; // HELLO and four ATTACH
        TouchReport report = new TouchReport();
        for (boolean touchScreen : new boolean[] {false, true}) {
            machine.touch().setContacts(touchScreen ? 10 : 0);
            fill(event -> {
                FrameWriter.key(
                        frames, 1, KeyPage.KEYBOARD, 0x04, event % 2 == 0 ? KeyAction.PRESS : KeyAction.RELEASE);
                FrameWriter.motion(frames, 2, 3, event % 40);
                FrameWriter.button(frames, 2, 1, event % 2 == 0);
                FrameWriter.wheel(frames, 2, 70, 5);
                ContactState state =
                        event % 4 == 0 ? ContactState.DOWN : event % 4 == 3 ? ContactState.UP : ContactState.MOVED;
                FrameWriter.touch(frames, 4, report.clear().add(1, state, 1000 * (event % 4), 9));
            });
            receive(device.session()); // the first time, classes are loaded
            ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < ROUNDS; i++) {
                receive(device.session());
            }
            long bytes = threads.getCurrentThreadAllocatedBytes() - before;
            assertThat(device.closed()).isEmpty();
            assertThat((double) bytes / (ROUNDS * 5 * EVENTS))
                    .as("bytes an event; what remains is a message's, not an event's")
                    .isLessThan(1);
        }
        device.session().closed();
    }

    private void fill(Consumer<Integer> event) {
        frames.clear();
        for (int i = 0; i < EVENTS; i++) {
            event.accept(i);
        }
        frames.flip();
    }

    private void receive(LinkSession session) {
        frames.rewind();
        sent = FrameHeader.number(frames, sent);
        session.receive(frames, System.nanoTime());
    }
}
