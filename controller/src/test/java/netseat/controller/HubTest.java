package netseat.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import netseat.protocol.Attachment;
import netseat.protocol.Attachment.Capabilities;
import netseat.protocol.DeviceId;
import netseat.protocol.FrameWriter;
import netseat.protocol.KeyAction;
import netseat.protocol.KeyPage;
import netseat.protocol.PeripheralClass;
import netseat.state.Database;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The units of a hub: each waits, is admitted, moved and shut out by itself, and its faults are its own. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HubTest {
    private static final int A = 0x04;
    private static final int B = 0x05;
    private static final DeviceId ID = DeviceId.ofPublicKey(new byte[] {1});

    @TempDir
    private Path state;

    private final NullMachine first = new NullMachine("first", 320, 200);
    private final NullMachine second = new NullMachine("second", 320, 200);
    private Controller controller;
    private TestDevice hub;

    @BeforeEach
    void plugInTheHub() {
        controller = start();
        hub = hub();
        controller.admission().admit(DeviceUnit.itself(ID), "Room 3", "a", Demand.NOTHING);
    }

    private Controller start() {
        Controller started = new Controller("test", Database.open(state));
        started.add(first);
        started.add(second);
        started.addSeat("a", first, false);
        started.addSeat("b", second, false);
        return started;
    }

    private TestDevice hub() {
        TestDevice device = new TestDevice(controller, ID, "192.0.2.1");
        device.hello();
        return device;
    }

    private void attach(int number, String unit) {
        hub.say(out -> FrameWriter.attach(out, number, attachment(PeripheralClass.KEYBOARD, unit)));
    }

    private static Attachment attachment(PeripheralClass kind, String unit) {
        return new Attachment(kind, "", "test", "", Capabilities.DEFAULT, unit);
    }

    private void key(int number, int usage, KeyAction action) {
        hub.say(out -> FrameWriter.key(out, number, KeyPage.KEYBOARD, usage, action));
    }

    private boolean admit(String unit, String seat) {
        return controller.admission().admit(new DeviceUnit(ID, unit), "Desk " + unit, seat, Demand.NOTHING);
    }

    private List<Device> units() {
        return controller.admission().devices().stream()
                .filter(device -> device.id().isUnit())
                .toList();
    }

    @Test
    void aUnitWaitsWhileTheHubsOwnKeyboardTypes() {
        hub.attach(1, PeripheralClass.KEYBOARD);
        attach(2, "u2");
        assertThat(hub.heard())
                .endsWith("attached 2 u2", "status 2 WAITING  Waits for an administrator to admit unit u2.");
        key(2, A, KeyAction.PRESS);
        key(2, A, KeyAction.RELEASE);
        key(1, B, KeyAction.PRESS);
        assertThat(first.takeHeard()).containsExactly("30+");
        assertThat(second.takeHeard()).isEmpty();
        assertThat(units()).singleElement().satisfies(unit -> {
            assertThat(unit.state()).isEqualTo(Device.State.PENDING);
            assertThat(unit.links()).isEqualTo(1);
        });
        hub.say(out -> FrameWriter.detach(out, 2));
        assertThat(units()).as("forgotten with its peripheral").isEmpty();
        assertThat(hub.closed()).isEmpty();
    }

    @Test
    void unitsOfOneLinkTypeIntoTheirOwnSeatsAndMoveWithoutAKeyThatStaysDown() {
        attach(1, "u1");
        attach(2, "u2");
        assertThat(admit("u1", "a")).isTrue();
        assertThat(admit("u2", "b")).isTrue();
        assertThat(hub.heard()).contains("attached 1 a/keyboard", "attached 2 b/keyboard");
        key(1, A, KeyAction.PRESS);
        key(2, B, KeyAction.PRESS);
        assertThat(first.takeHeard()).containsExactly("1e+");
        assertThat(second.takeHeard()).containsExactly("30+");
        assertThat(admit("u1", "b")).isTrue();
        assertThat(first.takeHeard()).as("released where it was").containsExactly("1e-");
        assertThat(hub.heard()).endsWith("attached 1 b/keyboard 2", "leds 0", "status 1 RUNNING second");
        key(1, A, KeyAction.RELEASE);
        key(1, A, KeyAction.PRESS);
        assertThat(second.takeHeard()).containsExactly("1e+");
        assertThat(first.takeHeard()).isEmpty();
        hub.session().closed();
        assertThat(second.takeHeard()).containsExactlyInAnyOrder("1e-", "30-");
        assertThat(controller.seats())
                .allSatisfy(seat -> assertThat(seat.members()).isEmpty());
    }

    @Test
    void aUnitComesBackToItsSeatAfterItsHubTheControllerOrItselfWasGone() {
        attach(1, "u1");
        admit("u1", "b");
        hub.say(out -> FrameWriter.detach(out, 1));
        attach(7, "u1");
        key(7, A, KeyAction.PRESS);
        assertThat(second.takeHeard()).containsExactly("1e+");
        hub.session().closed();
        controller = start();
        hub = hub();
        attach(3, "u1");
        second.takeHeard();
        key(3, B, KeyAction.PRESS);
        assertThat(second.takeHeard()).containsExactly("30+");
        assertThat(units())
                .singleElement()
                .satisfies(unit -> assertThat(unit.name()).isEqualTo("Desk u1"));
    }

    @Test
    void whatIsOneUnitsComesToOneSeat() {
        attach(1, "u1");
        hub.say(out -> FrameWriter.attach(out, 2, attachment(PeripheralClass.POINTER, "u1")));
        admit("u1", "b");
        assertThat(controller.seat("b").orElseThrow().members()).hasSize(2);
        assertThat(controller.admission().identify(new DeviceUnit(ID, "u1"), 5)).isEqualTo(2);
        assertThat(hub.heard()).contains("identify 1 5", "identify 2 5");
    }

    @Test
    void theFaultOfAUnitDetachesItAndNothingElse() {
        attach(1, "u1");
        attach(2, "u2");
        admit("u1", "a");
        admit("u2", "b");
        key(1, A, KeyAction.PRESS);
        key(2, B, KeyAction.PRESS);
        first.takeHeard();
        second.takeHeard();
        hub.say(out -> {
            FrameWriter.motion(out, 1, 1, 1); // of a keyboard
            FrameWriter.key(out, 1, KeyPage.KEYBOARD, A, KeyAction.PRESS);
            FrameWriter.key(out, 2, KeyPage.KEYBOARD, A, KeyAction.PRESS);
        });
        assertThat(hub.heard()).endsWith("bye BAD_VALUE");
        assertThat(first.takeHeard()).as("what it held").containsExactly("1e-");
        assertThat(second.takeHeard()).as("the other goes on").containsExactly("1e+");
        assertThat(hub.closed()).isEmpty();
        assertThat(controller.faults()).isEqualTo(1);
        attach(1, "u1");
        key(1, B, KeyAction.PRESS);
        assertThat(first.takeHeard()).as("attached anew").containsExactly("30+");
        hub.say(out -> FrameWriter.motion(out, 9, 1, 1));
        assertThat(hub.closed()).as("nobody's frame is the link's fault").startsWith("OUT_OF_ORDER");
    }

    @Test
    void aRevokedUnitIsDetachedAtOnceAndRefused() {
        attach(1, "u1");
        attach(2, "u2");
        admit("u1", "a");
        admit("u2", "a");
        key(1, A, KeyAction.PRESS);
        key(2, B, KeyAction.PRESS);
        first.takeHeard();
        assertThat(controller.admission().revoke(new DeviceUnit(ID, "u1"))).isTrue();
        assertThat(first.takeHeard()).containsExactly("1e-");
        assertThat(hub.heard()).endsWith("bye REVOKED");
        attach(1, "u1");
        assertThat(hub.heard()).endsWith("bye REVOKED");
        key(1, A, KeyAction.PRESS);
        key(2, A, KeyAction.PRESS);
        assertThat(first.takeHeard()).as("of the other unit").containsExactly("1e+");
        admit("u1", "a");
        attach(1, "u1");
        key(1, 0x06, KeyAction.PRESS);
        assertThat(first.takeHeard()).as("taken back").containsExactly("2e+");
    }

    @Test
    void sixtyFourUnitsOfAHubWaitAndTheRestIsToldSo() {
        for (int i = 1; i <= Admission.MAX_PENDING_UNITS + 1; i++) {
            attach(i, "u" + i);
        }
        assertThat(hub.heard()).endsWith("bye TOO_MANY_PENDING");
        assertThat(units()).hasSize(Admission.MAX_PENDING_UNITS);
        admit("u1", "a");
        attach(Admission.MAX_PENDING_UNITS + 1, "late");
        assertThat(hub.heard().getLast()).startsWith("status 65 WAITING");
        assertThat(hub.closed()).isEmpty();
    }

    @Test
    void revokingTheHubReleasesWhatItsUnitsHold() {
        attach(1, "u1");
        admit("u1", "b");
        key(1, A, KeyAction.PRESS);
        second.takeHeard();
        controller.admission().revoke(DeviceUnit.itself(ID));
        assertThat(second.takeHeard()).containsExactly("1e-");
        assertThat(hub.closed()).startsWith("REVOKED");
    }

    @Test
    void oneHubsUnitIsNotAnothers() {
        attach(1, "u1");
        admit("u1", "a");
        DeviceId other = DeviceId.ofPublicKey(ByteBuffer.allocate(8).array());
        hub = new TestDevice(controller, other, "192.0.2.2");
        hub.hello();
        controller.admission().admit(DeviceUnit.itself(other), "Room 4", "a", Demand.NOTHING);
        attach(1, "u1");
        assertThat(hub.heard().getLast()).startsWith("status 1 WAITING");
        assertThat(controller.admission().admit(new DeviceUnit(other, "none"), "x", "a", Demand.NOTHING))
                .isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> admit("u1", "none"));
    }
}
