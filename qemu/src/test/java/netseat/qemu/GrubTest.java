package netseat.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import netseat.hypervisor.LogicalDisplay;
import netseat.hypervisor.VirtualMachine;
import netseat.hypervisor.VirtualMachineException;
import netseat.screen.CursorShape;
import netseat.screen.Framebuffer;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An operating system without any remote interface, by its keyboard and its pixels. */
@Timeout(120)
class GrubTest {
    private static final String ROWS = "\0\u001B1234567890-=\b\tqwertyuiop[]\n\0asdfghjkl;'`\0\\zxcvbnm,./\0*\0 ";

    private Machines machines;
    private VirtualMachine machine;
    private Monitor monitor;

    private record Rectangle(int x, int y, int width, int height) {}

    /** Notes what it is told. */
    private static final class Onlooker implements LogicalDisplay.Listener {
        private final List<Rectangle> changed = new CopyOnWriteArrayList<>();
        private final AtomicInteger settled = new AtomicInteger();

        @Override
        public void resized(Framebuffer picture) {
            changed.clear();
        }

        @Override
        public void changed(int x, int y, int width, int height) {
            changed.add(new Rectangle(x, y, width, height));
        }

        @Override
        public void cursorShaped(CursorShape shape) {}

        @Override
        public void cursorMoved(int x, int y, boolean visible) {}

        @Override
        public void settled(long readNanos) {
            settled.incrementAndGet();
        }
    }

    @BeforeEach
    void boot() throws IOException, VirtualMachineException {
        machines = new Machines();
        machine = machines.define(Machines.spec("grub", List.of(), Optional.of(Machines.GRUB)));
        machine.start();
        monitor = new Monitor(machines.folder("grub"));
        awaitText("Change the colors");
        strike('c');
        awaitText("grub>");
    }

    @AfterEach
    void end() throws IOException, VirtualMachineException {
        monitor.close();
        machines.close();
    }

    private static ConditionFactory await() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(5));
    }

    private void awaitText(String text) {
        await().untilAsserted(() -> assertThat(monitor.text()).contains(text));
    }

    private void strike(char c) {
        int code = ROWS.indexOf(c == '_' ? '-' : c);
        if (c == '_') {
            machine.keyboard().key(0x2A, true);
        }
        machine.keyboard().key(code, true);
        machine.keyboard().key(code, false);
        if (c == '_') {
            machine.keyboard().key(0x2A, false);
        }
    }

    /** Types in text mode no faster than the guest takes it: the firmware's queue has room for fifteen keys. */
    private void typeText(String line) {
        for (int i = 0; i < line.length(); i++) {
            strike(line.charAt(i));
            if (i % 8 == 7) {
                awaitText("grub> " + line.substring(0, i + 1).stripTrailing());
            }
        }
        awaitText("grub> " + line);
        strike('\n');
    }

    /** Types in graphics mode, where the cursor does not blink: each key is waited for until it shows. */
    private void typeGraphics(String line) {
        for (int i = 0; i < line.length(); i++) {
            int before = Arrays.hashCode(machine.display().picture().pixels());
            strike(line.charAt(i));
            await().until(() -> Arrays.hashCode(machine.display().picture().pixels()) != before);
        }
        strike('\n');
    }

    private void assertPictureIsExact() throws VirtualMachineException {
        machine.pause();
        Framebuffer truth = machine.screenshot();
        await().untilAsserted(() -> {
            Framebuffer picture = machine.display().picture();
            assertThat(picture.width() + "x" + picture.height()).isEqualTo(truth.width() + "x" + truth.height());
            assertThat(Arrays.mismatch(picture.pixels(), truth.pixels())).isEqualTo(-1);
        });
        assertThat(Arrays.stream(truth.pixels()).distinct().count()).isGreaterThan(1);
        machine.resume();
    }

    @Test
    void isExactInTextAndGraphicsAndBack() throws VirtualMachineException {
        assertPictureIsExact();
        typeText("insmod all_video");
        for (int round = 0; round < 2; round++) {
            typeText("terminal_output gfxterm");
            await().until(() -> machine.display().picture().width() != 720);
            typeGraphics("echo pixels");
            assertPictureIsExact();
            typeGraphics("terminal_output console");
            await().until(() -> machine.display().picture().width() == 720);
            awaitText("grub>");
            assertPictureIsExact();
        }
    }

    @Test
    void tellsOnlyWhatAKeyChanges() throws VirtualMachineException {
        assertPictureIsExact(); // nothing of before is still on its way
        Onlooker onlooker = new Onlooker();
        try (LogicalDisplay.Watch watch = machine.display().watch(onlooker)) {
            watch.waiting(true);
            int row = (monitorRow("grub>") + 1) * 16;
            onlooker.changed.clear();
            strike('w');
            awaitText("grub> w");
            await().until(() -> onlooker.changed.stream().anyMatch(it -> it.x >= 48 && it.x < 63));
            // the letter's cell and the cursor's old and new place, and nothing else on the screen
            assertThat(onlooker.changed)
                    .allMatch(it -> it.x >= 48 && it.x + it.width <= 80)
                    .allMatch(it -> it.y >= row - 16 && it.y + it.height <= row);
            assertThat(onlooker.settled.get()).isPositive();
        }
    }

    private int monitorRow(String text) {
        try {
            List<String> lines = monitor.text().lines().toList();
            for (int i = lines.size() - 1; i >= 0; i--) {
                if (lines.get(i).startsWith(text)) {
                    return i;
                }
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        throw new AssertionError("no line starts with " + text);
    }

    @Test
    void isTakenBackWithItsPicture() throws Exception {
        machines.restart();
        machine = machines.takeBack().getFirst();
        typeText("echo still here");
        awaitText("still here");
        assertPictureIsExact();
    }

    @Test
    void isOffWhenTheGuestSwitchesItself() {
        typeText("halt");
        await().untilAsserted(() -> assertThat(machine.state()).isEqualTo(netseat.hypervisor.PowerState.OFF));
        assertThat(machine.lastWords()).isEmpty();
    }
}
