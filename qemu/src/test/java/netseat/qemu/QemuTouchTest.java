package netseat.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import netseat.hypervisor.VmSpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a QEMU of 8.1 or later is told of a touch screen, as its QAPI schema has it ({@code InputMultiTouchEvent}). Against a
 * {@link FakeQmp}: the QEMU here is older, and has no such device.
 */
@Timeout(20)
class QemuTouchTest {
    private final QemuTouch touch = new QemuTouch();
    private final AtomicInteger answered = new AtomicInteger();
    private FakeQmp qemu;
    private QmpConnection qmp;
    private HeldFile held;
    private final UnansweredInput unanswered = new UnansweredInput();
    private QmpInput input;

    @BeforeEach
    void connect() throws IOException {
        qemu = new FakeQmp();
        held = new HeldFile(qemu.socket().resolveSibling("held"));
        qmp = QmpConnection.open("test", qemu.socket(), new Handler(), new JsonMapper(), Duration.ofSeconds(5));
        input = new QmpInput(qmp, unanswered, () -> {});
        touch.open(input, held, true);
        touch.resume();
    }

    @AfterEach
    void disconnect() throws IOException {
        touch.close();
        qmp.close();
        held.close();
        qemu.close();
    }

    /** As {@link QemuSession} does it. */
    private final class Handler implements QmpConnection.Handler {
        @Override
        public void input(boolean accepted) {
            int token = unanswered.answered();
            assertThat(QmpInput.kind(token)).isEqualTo(QmpInput.TOUCH);
            touch.answered(QmpInput.code(token), accepted);
            answered.incrementAndGet();
        }

        @Override
        public void refreshed() {}

        @Override
        public void event(String name, JsonNode data) {}

        @Override
        public long tick(long nowNanos) {
            return touch.drain();
        }

        @Override
        public void ended() {}
    }

    private void answer(boolean accepted) throws IOException {
        int before = answered.get();
        qemu.answer(accepted);
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> answered.get() > before);
    }

    /** The last commands' events, each in short: "begin 0 #1", "x 0 #1 5", "end 0", "touch+". */
    private void awaitReports(String... reports) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(2))
                .untilAsserted(() -> assertThat(
                                qemu.inputs().stream().map(QemuTouchTest::brief).toList())
                        .containsExactly(reports));
    }

    private static String brief(String events) {
        List<String> all = new ArrayList<>();
        for (JsonNode event : new JsonMapper().readTree(events)) {
            JsonNode data = event.path("data");
            if (event.path("type").stringValue().equals("btn")) {
                all.add(data.path("button").stringValue() + (data.path("down").booleanValue() ? "+" : "-"));
                continue;
            }
            assertThat(event.path("type").stringValue()).isEqualTo("mtt");
            assertThat(data.propertyNames()).containsExactlyInAnyOrder("type", "slot", "tracking-id", "axis", "value");
            String type = data.path("type").stringValue();
            String slot = " " + data.path("slot").intValue();
            String who = " #" + data.path("tracking-id").intValue();
            all.add(
                    type.equals("data")
                            ? data.path("axis").stringValue() + slot + who + " "
                                    + data.path("value").intValue()
                            : type + slot + who);
        }
        return String.join(", ", all);
    }

    @Test
    void aReportIsOneCommand() throws IOException {
        assertThat(touch.contacts()).isEqualTo(10);
        touch.touch(0, 5, 6);
        touch.touch(9, 0x7FFF, 0);
        touch.report();
        awaitReports("begin 0 #1, x 0 #1 5, y 0 #1 6, begin 9 #2, x 9 #2 32767, y 9 #2 0, touch+");
        answer(true);
        touch.touch(9, 7, 8);
        touch.report();
        answer(true);
        touch.lift(0);
        touch.report();
        answer(true);
        touch.lift(9);
        touch.report();
        answer(true);
        touch.report();
        touch.touch(0, 1, 1);
        touch.report();
        awaitReports(
                "begin 0 #1, x 0 #1 5, y 0 #1 6, begin 9 #2, x 9 #2 32767, y 9 #2 0, touch+",
                "update 9 #2, x 9 #2 7, y 9 #2 8",
                "end 0 #-1",
                "end 9 #-1, touch-",
                "begin 0 #3, x 0 #3 1, y 0 #3 1, touch+");
    }

    @Test
    void whatMovesWhileQemuIsSlowIsMergedAndNoBeginningOrEndIsLost() throws IOException {
        touch.touch(0, 1, 1);
        touch.report();
        touch.touch(0, 2, 2);
        touch.report();
        touch.touch(0, 3, 3);
        touch.report();
        touch.touch(0, 4, 4);
        touch.report();
        touch.touch(1, 9, 9);
        touch.report();
        touch.lift(1);
        touch.report();
        awaitReports("begin 0 #1, x 0 #1 1, y 0 #1 1, touch+", "update 0 #1, x 0 #1 2, y 0 #1 2");
        answer(true);
        answer(true);
        awaitReports(
                "begin 0 #1, x 0 #1 1, y 0 #1 1, touch+",
                "update 0 #1, x 0 #1 2, y 0 #1 2",
                "update 0 #1, x 0 #1 4, y 0 #1 4, begin 1 #2, x 1 #2 9, y 1 #2 9",
                "end 1 #-1");
    }

    @Test
    void anotherFingerInTheSamePlaceIsAnotherFinger() throws IOException {
        touch.touch(0, 1, 1);
        touch.report();
        answer(true);
        touch.lift(0);
        touch.touch(0, 2, 2);
        touch.report();
        answer(true);
        awaitReports(
                "begin 0 #1, x 0 #1 1, y 0 #1 1, touch+",
                "end 0 #-1, touch-",
                "begin 0 #2, x 0 #2 2, y 0 #2 2, touch+");
    }

    @Test
    void whatAGuestWasToldIsEndedWhenItHearsAgain() throws IOException {
        touch.touch(4, 1, 1);
        touch.report();
        answer(true);
        touch.pause();
        touch.lift(4);
        touch.report();
        touch.touch(5, 1, 1);
        touch.report();
        touch.resume();
        awaitReports("begin 4 #1, x 4 #1 1, y 4 #1 1, touch+", "end 4 #-1, touch-");
    }

    @Test
    void theFileKeepsWhatTheGuestBelievesAndTheNextLifeEndsIt() throws IOException {
        touch.touch(4, 1, 1);
        touch.report();
        assertThat(held.isHeld(HeldFile.FIRST_CONTACT + 4)).isTrue();
        answer(true);
        touch.lift(4);
        touch.report();
        answer(false); // refused while the guest runs: it would be refused again
        assertThat(held.isHeld(HeldFile.FIRST_CONTACT + 4)).isFalse();
        touch.touch(6, 1, 1);
        touch.report();
        touch.close();
        assertThat(held.isHeld(HeldFile.FIRST_CONTACT + 6)).isTrue();
        touch.open(input, held, true);
        touch.resume();
        awaitReports(
                "begin 4 #1, x 4 #1 1, y 4 #1 1, touch+",
                "end 4 #-1, touch-",
                "begin 6 #2, x 6 #2 1, y 6 #2 1, touch+",
                "end 6 #-1, touch-");
    }

    @Test
    void aGuestWithoutATouchScreenIsToldNothing() {
        AtomicInteger changes = new AtomicInteger();
        try (var _ = touch.onModeChange(changes::incrementAndGet)) {
            touch.close();
            touch.open(input, held, false);
            touch.resume();
            assertThat(changes).hasValue(1);
        }
        assertThat(touch.contacts()).isZero();
        touch.touch(0, 1, 1);
        touch.report();
        assertThat(qemu.inputs()).isEmpty();
    }

    @Test
    void whatCannotBeIsRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> touch.touch(10, 0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> touch.touch(0, 0x8000, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> touch.touch(0, 0, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> touch.lift(-1));
    }

    private boolean plug(VmSpec.PointerKind kind, QemuSession.How how) throws IOException {
        VmSpec plain = VmSpec.named("x");
        VmSpec spec = new VmSpec(
                "x",
                "x",
                1,
                64,
                plain.firmware(),
                plain.disks(),
                plain.cdrom(),
                plain.kernel(),
                plain.initrd(),
                "",
                plain.display(),
                plain.heads(),
                plain.keyboard(),
                kind,
                VmSpec.InputKind.SHARED,
                plain.network());
        return TouchScreen.plug(spec, qmp, how, Duration.ofSeconds(5));
    }

    @Test
    void aTouchScreenIsPluggedInBeforeTheGuestBegins() throws IOException {
        assertThat(plug(VmSpec.PointerKind.TABLET, QemuSession.How.STARTED)).isFalse();
        assertThat(plug(VmSpec.PointerKind.TOUCH, QemuSession.How.STARTED)).isTrue();
        assertThat(plug(VmSpec.PointerKind.TOUCH, QemuSession.How.TAKEN_BACK)).isTrue();
        String added = qemu.commands().get(qemu.commands().size() - 2);
        assertThat(added).startsWith("device_add").contains("\"driver\":\"virtio-multitouch-pci\"", "\"id\":\"touch\"");
        assertThat(qemu.commands()).last().isEqualTo("qom-list{\"path\":\"/machine/peripheral/touch\"}");
        qemu.refuse("device_add");
        assertThat(plug(VmSpec.PointerKind.TOUCH, QemuSession.How.STARTED))
                .as("an older QEMU")
                .isFalse();
    }
}
