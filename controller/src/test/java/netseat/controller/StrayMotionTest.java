package netseat.controller;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import netseat.protocol.FrameWriter;
import netseat.state.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Motion in datagrams beside a stream: whatever is late, lost or early, the guest's pointer is where it should be. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class StrayMotionTest {
    private static final int ATTACH = 3; // TestDevice attaches the pointer by its third frame

    private final NullMachine machine = new NullMachine("m", 320, 200);
    private TestDevice device;

    @BeforeEach
    void sitDown(@TempDir Path folder) {
        Controller controller = new Controller("test", Database.open(folder));
        controller.add(machine);
        controller.addSeat("a", machine, false);
        device = new TestDevice(controller, controller.seat("a").orElseThrow()).attachAll();
        machine.takeHeard();
    }

    private void datagram(int after, int number, int dx, int dy) {
        device.session().receiveMotion(TestDevice.POINTER, after, number, false, dx, dy, System.nanoTime());
    }

    private void motion(int dx, int dy) {
        device.say(out -> FrameWriter.motion(out, TestDevice.POINTER, dx, dy));
    }

    private void button(boolean down) {
        device.say(out -> FrameWriter.button(out, TestDevice.POINTER, 1, down));
    }

    @Test
    void eachDatagramSaysAllMotionSoThatALostOneIsMadeUp() {
        datagram(ATTACH, 0, 5, 5);
        datagram(ATTACH, 2, 15, -5); // the second is lost
        datagram(ATTACH, 1, 10, 0); // or only late
        assertThat(machine.takeHeard()).containsExactly("move 5 5", "move 10 -10");
        motion(20, -5); // all, so that it is certain
        assertThat(machine.takeHeard()).containsExactly("move 5 0");
        motion(1, 1);
        assertThat(machine.takeHeard()).containsExactly("move 1 1");
    }

    @Test
    void aButtonComesBetweenTheMotionBeforeItAndAfterIt() {
        int down = ATTACH + 1 + 2; // the display's ATTACH, MOTION, BUTTON
        datagram(down, 7, 3, 0);
        datagram(down, 6, 2, 0);
        assertThat(machine.takeHeard()).as("the button is still on its way").isEmpty();
        motion(10, 0);
        button(true);
        assertThat(machine.takeHeard()).containsExactly("move 10 0", "LEFT+", "move 3 0");
        datagram(ATTACH, 5, 9, 0);
        datagram(down, 6, 2, 0);
        assertThat(machine.takeHeard()).as("late").isEmpty();
    }

    @Test
    void positionsNeverGoBack() {
        machine.setAbsolute(true);
        machine.takeHeard();
        for (int number : new int[] {0, 2, 1, 3}) {
            device.session().receiveMotion(TestDevice.POINTER, ATTACH, number, true, number, 7, System.nanoTime());
        }
        assertThat(machine.takeHeard()).containsExactly("at 0 7", "at 2 7", "at 3 7");
    }

    @Test
    void whatIsOfNoPointerIsDropped() {
        device.session().receiveMotion(TestDevice.KEYBOARD, ATTACH, 0, false, 1, 1, System.nanoTime());
        device.session().receiveMotion(77, ATTACH, 0, false, 1, 1, System.nanoTime());
        assertThat(machine.takeHeard()).isEmpty();
        assertThat(device.closed()).isEmpty();
    }

    /** A device as docs/protocol.md has it, on a line that loses and mixes up datagrams, and holds up the stream. */
    @Test
    void byChance() {
        Random random = new Random(7);
        int frame = ATTACH + 1;
        int after = ATTACH;
        int said = 0; // by datagrams since
        int whole = 0;
        List<Runnable> line = new ArrayList<>();
        List<Runnable> stream = new ArrayList<>();
        List<Integer> expected = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            int delta = random.nextInt(41) - 20;
            said += delta;
            whole += delta;
            int number = i;
            int sum = said;
            int since = after;
            if (random.nextInt(3) > 0) {
                line.add(() -> datagram(since, number, sum, 0));
            }
            while (line.size() > 4) {
                line.remove(random.nextInt(line.size())).run();
            }
            if (random.nextInt(20) == 0) {
                boolean down = expected.size() % 2 == 0;
                stream.add(() -> {
                    motion(sum, 0);
                    button(down);
                });
                expected.add(whole);
                frame += 2;
                after = frame;
                said = 0;
            }
            if (random.nextInt(10) == 0) {
                stream.forEach(Runnable::run);
                stream.clear();
            }
        }
        stream.forEach(Runnable::run);
        List<Integer> buttons = new ArrayList<>();
        int place = 0;
        for (String heard : machine.takeHeard()) {
            if (heard.startsWith("move ")) {
                place += Integer.parseInt(heard.substring(5, heard.indexOf(' ', 5)));
            } else {
                buttons.add(place);
            }
        }
        assertThat(buttons).as("where the pointer was at each button").isEqualTo(expected);
    }
}
