package netseat.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import netseat.hypervisor.LogicalPointer;
import netseat.hypervisor.LogicalPointer.Button;
import netseat.hypervisor.VmSpec;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is sent to QEMU, and what becomes of its answers. */
@Timeout(20)
class InputToQmpTest {
    private final QemuKeyboard keyboard = new QemuKeyboard(0);
    private final QemuPointer pointer = new QemuPointer(0);
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger events = new AtomicInteger();
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
        keyboard.open(input, held, VmSpec.KeyboardKind.PS2, qmp::wakeup);
        pointer.open(input, held, qmp::wakeup);
        keyboard.resume();
        pointer.resume();
    }

    @AfterEach
    void disconnect() throws IOException {
        keyboard.close();
        pointer.close();
        qmp.close();
        held.close();
        qemu.close();
    }

    /** As {@link QemuSession} does it. */
    private final class Handler implements QmpConnection.Handler {
        @Override
        public void input(boolean accepted) {
            int token = unanswered.answered();
            int code = QmpInput.code(token);
            switch (QmpInput.kind(token)) {
                case QmpInput.KEY -> keyboard.answered(code, QmpInput.isDown(token), accepted);
                case QmpInput.BUTTON -> pointer.buttonAnswered(code, QmpInput.isDown(token), accepted);
                case QmpInput.MOTION -> pointer.motionAnswered();
                case QmpInput.PROBE -> keyboard.probeAnswered();
                default -> {}
            }
            answered.incrementAndGet();
        }

        @Override
        public void refreshed() {}

        @Override
        public void event(String name, JsonNode data) {
            if (name.equals("STOP")) {
                keyboard.pause();
                pointer.pause();
            } else if (name.equals("RESUME")) {
                keyboard.resume();
                pointer.resume();
            }
            events.incrementAndGet();
        }

        @Override
        public long tick(long nowNanos) {
            return Math.min(keyboard.drain(nowNanos), pointer.drain(nowNanos));
        }

        @Override
        public void ended() {}
    }

    private void awaitInputs(String... events) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(2))
                .untilAsserted(() -> assertThat(qemu.inputs()).containsExactly(events));
    }

    private void answer(boolean accepted) throws IOException {
        int before = answered.get();
        qemu.answer(accepted);
        awaitMore(answered, before);
    }

    private void event(String name) throws IOException {
        int before = events.get();
        qemu.say("{\"event\": \"" + name + "\"}");
        awaitMore(events, before);
    }

    private static void awaitMore(AtomicInteger counter, int before) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(5))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> counter.get() > before);
    }

    private static String key(int number, boolean down) {
        return "[{\"type\":\"key\",\"data\":{\"down\":" + down + ",\"key\":{\"type\":\"number\",\"data\":" + number
                + "}}}]";
    }

    private static String button(String name, boolean down) {
        return "[" + buttonEvent(name, down) + "]";
    }

    private static String buttonEvent(String name, boolean down) {
        return "{\"type\":\"btn\",\"data\":{\"down\":" + down + ",\"button\":\"" + name + "\"}}";
    }

    private static String motion(String type, int x, int y) {
        return "[{\"type\":\"" + type + "\",\"data\":{\"axis\":\"x\",\"value\":" + x + "}},{\"type\":\"" + type
                + "\",\"data\":{\"axis\":\"y\",\"value\":" + y + "}}]";
    }

    @Test
    void fileForgetsAPressOnlyWhenItsReleaseWasHeard() throws IOException {
        keyboard.key(0x1E, true);
        assertThat(held.isHeld(0x1E)).isTrue();
        keyboard.key(0x1E, false);
        awaitInputs(key(0x1E, true), key(0x1E, false));
        answer(true);
        assertThat(held.isHeld(0x1E)).isTrue();
        answer(true);
        assertThat(held.isHeld(0x1E)).isFalse();
    }

    @Test
    void fileKeepsAKeyThatWasPressedAgain() throws IOException {
        keyboard.key(0x1E, true);
        keyboard.key(0x1E, false);
        keyboard.key(0x1E, true);
        answer(true);
        answer(true);
        assertThat(held.isHeld(0x1E)).isTrue();
    }

    /** The guest goes on already, and QEMU says so only when the key is on its way: it waits for that, and arrives. */
    @Test
    void keyThatIsPressedBeforeTheResumeIsHeardOfArrives() throws IOException {
        event("STOP");
        keyboard.key(0x1E, true);
        keyboard.key(0x1E, false);
        keyboard.key(0x30, true);
        awaitInputs("[]", "[]");
        event("RESUME");
        answer(true);
        answer(true);
        awaitInputs("[]", "[]", key(0x1E, true), key(0x1E, false), key(0x30, true));
    }

    /** A key belongs to the moment in which it is pressed: what is typed at a guest that stands still does not wait for it. */
    @Test
    void keyThatIsPressedWhileTheGuestStandsStillIsDropped() throws IOException {
        keyboard.key(0x1E, true);
        event("STOP");
        keyboard.key(0x30, true);
        awaitInputs(key(0x1E, true), "[]");
        answer(true);
        answer(false);
        keyboard.key(0x30, false);
        keyboard.key(0x1E, false);
        event("RESUME");
        awaitInputs(key(0x1E, true), "[]", key(0x1E, false));
    }

    /** The first question was asked too early, the second one not. */
    @Test
    void eachKeyHasAQuestionOfItsOwn() throws IOException {
        event("STOP");
        keyboard.key(0x1E, true);
        awaitInputs("[]");
        keyboard.key(0x30, true);
        awaitInputs("[]", "[]");
        answer(false);
        event("RESUME");
        answer(true);
        awaitInputs("[]", "[]", key(0x1E, true), key(0x30, true));
    }

    /** The guest is paused in the very moment of a release: QEMU refuses it after its STOP. */
    @Test
    void releaseThatCameTooLateIsOwed() throws IOException {
        keyboard.key(0xE04D, true);
        keyboard.key(0xE04D, false);
        pointer.button(Button.EXTRA, true);
        pointer.button(Button.EXTRA, false);
        answer(true);
        qemu.say("{\"event\": \"STOP\"}");
        answer(false);
        answer(true);
        answer(false);
        qemu.say("{\"event\": \"RESUME\"}");
        awaitInputs(
                key(0xCD, true),
                key(0xCD, false),
                button("extra", true),
                button("extra", false),
                key(0xCD, false),
                button("extra", false));
        answer(true);
        answer(true);
        assertThat(held.isHeld(0xCD)).isFalse();
        assertThat(held.isHeld(HeldFile.FIRST_BUTTON + 4)).isFalse();
    }

    @Test
    void mergesMotionThatTheGuestIsTooSlowFor() throws IOException {
        pointer.move(1, 1);
        pointer.move(-2, 0);
        pointer.move(100, -7);
        pointer.move(LogicalPointer.MAX_MOTION, 1);
        pointer.move(-50, 1);
        awaitInputs(motion("rel", 1, 1), motion("rel", -2, 0));
        answer(true);
        awaitInputs(motion("rel", 1, 1), motion("rel", -2, 0), motion("rel", LogicalPointer.MAX_MOTION - 50, -5));
    }

    @Test
    void keepsButtonsInTheirPlaceInTheMotion() throws IOException {
        pointer.absolute(true);
        pointer.move(5, 5);
        pointer.moveTo(0, 0);
        pointer.moveTo(1, 1);
        pointer.moveTo(2, 2);
        pointer.moveTo(LogicalPointer.MAX_POSITION, 3);
        pointer.button(Button.LEFT, true);
        pointer.button(Button.LEFT, true);
        pointer.moveTo(4, 4);
        pointer.button(Button.LEFT, false);
        awaitInputs(motion("abs", 0, 0), motion("abs", 1, 1));
        for (int i = 0; i < 4; i++) {
            answer(true);
        }
        awaitInputs(
                motion("abs", 0, 0),
                motion("abs", 1, 1),
                motion("abs", LogicalPointer.MAX_POSITION, 3),
                button("left", true),
                motion("abs", 4, 4),
                button("left", false));
    }

    /** A PS/2 mouse with a full queue forgets to say that a button went up, unless it is stirred. */
    @Test
    void saysAButtonsChangeAgain() {
        pointer.button(Button.LEFT, true);
        pointer.button(Button.LEFT, false);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .until(() -> qemu.inputs().stream()
                                .filter(motion("rel", 0, 0)::equals)
                                .count()
                        >= 1);
        assertThat(qemu.inputs().subList(0, 2)).containsExactly(button("left", true), button("left", false));
    }

    @Test
    void turnsTheWheelByClicks() {
        pointer.wheel(-2, 1);
        awaitInputs("[" + buttonEvent("wheel-down", true) + "," + buttonEvent("wheel-down", false) + ","
                + buttonEvent("wheel-down", true) + "," + buttonEvent("wheel-down", false) + ","
                + buttonEvent("wheel-right", true) + "," + buttonEvent("wheel-right", false) + "]");
    }

    @Test
    void releasesAllButtonsWhenTooMuchWaits() throws IOException {
        for (int i = 0; i < 1001; i++) {
            pointer.button(Button.MIDDLE, i % 2 == 0);
        }
        assertThat(pointer.overflows()).isPositive();
        pointer.button(Button.MIDDLE, false);
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    for (int i = answered.get(); i < qemu.inputs().size(); i++) {
                        answer(true);
                    }
                    boolean nothingWaits = pointer.drain(System.nanoTime()) == Long.MAX_VALUE;
                    return nothingWaits && !held.isHeld(HeldFile.FIRST_BUTTON + 2);
                });
        assertThat(qemu.inputs().stream().filter(input -> input.contains("\"btn\"")))
                .last()
                .isEqualTo(button("middle", false));
    }

    @Test
    void refusesNumbersThatNoGuestShouldSee() {
        assertThatThrownBy(() -> pointer.move(LogicalPointer.MAX_MOTION + 1, 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pointer.move(0, Integer.MIN_VALUE)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pointer.moveTo(-1, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pointer.moveTo(0, LogicalPointer.MAX_POSITION + 1))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> pointer.wheel(65, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> keyboard.key(0x80, true)).isInstanceOf(IllegalArgumentException.class);
        assertThat(qemu.inputs()).isEmpty();
    }

    @Test
    void tellsLedsAndModes() {
        AtomicInteger leds = new AtomicInteger();
        AtomicInteger modes = new AtomicInteger();
        keyboard.onLeds(leds::set);
        var registration = pointer.onModeChange(modes::incrementAndGet);
        keyboard.modifiers(1 | 4);
        assertThat(leds.get()).isEqualTo(4 | 2);
        assertThat(keyboard.leds()).isEqualTo(4 | 2);
        pointer.absolute(true);
        pointer.absolute(true);
        registration.close();
        pointer.absolute(false);
        assertThat(modes.get()).isEqualTo(1);
    }
}
