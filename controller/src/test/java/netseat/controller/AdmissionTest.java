package netseat.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import netseat.protocol.DeviceId;
import netseat.protocol.FrameWriter;
import netseat.protocol.KeyAction;
import netseat.protocol.PeripheralClass;
import netseat.state.Database;
import netseat.state.DatabaseException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AdmissionTest {
    private static final int A = 0x04;

    @TempDir
    private Path state;

    private final NullMachine first = new NullMachine("first", 320, 200);
    private long nanos = 1;
    private Controller controller;

    @BeforeEach
    void start() {
        controller = restart();
    }

    private Controller restart() {
        Controller started = new Controller("test", Database.open(state), () -> nanos);
        started.add(first);
        started.addSeat("a", first, false);
        started.addSeat("b", first, false);
        return started;
    }

    private static DeviceId id(int number) {
        return DeviceId.ofPublicKey(ByteBuffer.allocate(4).putInt(number).array());
    }

    private static DeviceUnit itself(int number) {
        return DeviceUnit.itself(id(number));
    }

    private boolean admit(int number, String name, String seat) {
        return controller.admission().admit(itself(number), name, seat, Demand.NOTHING);
    }

    private TestDevice device(int number) {
        return new TestDevice(controller, id(number), "192.0.2." + number / 4);
    }

    private void later(int seconds) {
        nanos += TimeUnit.SECONDS.toNanos(seconds);
    }

    private Device known(int number) {
        return controller.admission().devices().stream()
                .filter(device -> device.id().equals(itself(number)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anUnknownDeviceWaitsIsAdmittedAndAttaches() {
        TestDevice device = device(1);
        device.hello();
        assertThat(device.heard()).containsExactly("welcome 1", "admission PENDING");
        assertThat(known(1).state()).isEqualTo(Device.State.PENDING);
        assertThat(admit(1, "Desk 1", "a")).isTrue();
        assertThat(device.heard()).endsWith("admission ADMITTED");
        device.attach(TestDevice.KEYBOARD, PeripheralClass.KEYBOARD);
        device.key(A, KeyAction.PRESS);
        assertThat(first.takeHeard()).containsExactly("1e+");
        assertThat(controller.seat("a").orElseThrow().members()).hasSize(1);
        assertThat(controller.admission().identify(itself(1), 10)).isEqualTo(1);
        assertThat(device.heard()).endsWith("identify 0 10");
        device.session().closed();
        assertThat(first.takeHeard()).containsExactly("1e-");
        assertThat(known(1).links()).isZero();
    }

    @Test
    void attachingWhilePendingClosesTheLink() {
        TestDevice device = device(1);
        device.attachAll();
        assertThat(device.closed()).startsWith("NOT_ADMITTED");
        assertThat(controller.seat("a").orElseThrow().members()).isEmpty();
        assertThat(known(1).links()).isZero();
    }

    @Test
    void admissionIsRemembered() {
        device(1);
        device(2);
        device(3);
        admit(1, "Desk\u00a01 – ü", "b");
        controller.admission().revoke(itself(2));
        controller = restart();
        assertThat(controller.admission().devices()).hasSize(2);
        assertThat(known(1).name()).isEqualTo("Desk\u00a01 – ü");
        assertThat(known(1).seat()).isEqualTo("b");
        assertThat(known(1).address()).isEqualTo("192.0.2.0");
        TestDevice back = device(1);
        back.hello();
        assertThat(back.heard()).containsExactly("welcome 1", "admission ADMITTED");
        assertThat(device(2).closed()).startsWith("REVOKED");
    }

    @Test
    void aRowThatMakesNoSenseIsAnErrorAndNotAFreshStart() {
        device(1);
        admit(1, "x", "b");
        try (Database database = Database.open(state)) {
            database.write(in -> in.update("UPDATE devices SET last_seen = 'yesterday'"));
        }
        assertThatExceptionOfType(DatabaseException.class)
                .isThrownBy(this::restart)
                .withMessageContaining("repair or remove its row")
                .withMessageContaining(id(1).toString());
    }

    @Test
    void aSeatThatIsGoneIsSaid() {
        device(1);
        admit(1, "x", "b");
        controller = new Controller("test", Database.open(state), () -> nanos);
        assertThat(device(1).closed()).startsWith("REFUSED: its seat b");
    }

    @Test
    void revokingClosesAtOnceAndReleases() {
        TestDevice device = device(1);
        admit(1, "x", "a");
        device.attachAll();
        device.key(A, KeyAction.PRESS);
        first.takeHeard();
        assertThat(controller.admission().revoke(itself(1))).isTrue();
        assertThat(first.takeHeard()).containsExactly("1e-");
        assertThat(device.closed()).startsWith("REVOKED");
        assertThat(admit(1, "x", "a")).as("may be taken back").isTrue();
        assertThat(device(1).closed()).isEmpty();
    }

    @Test
    void movingToAnotherSeatEndsTheLinkSoThatItComesBackThere() {
        TestDevice device = device(1);
        admit(1, "x", "a");
        device.attachAll();
        admit(1, "y", "a");
        assertThat(device.closed()).as("a new name only").isEmpty();
        admit(1, "y", "b");
        assertThat(device.closed()).startsWith("NORMAL: the device moves to seat b");
    }

    @Test
    void whatCannotBeAdmitted() {
        assertThat(admit(9, "x", "a")).isFalse();
        assertThat(controller.admission().revoke(itself(9))).isFalse();
        assertThat(controller.admission().identify(itself(9), 1)).isZero();
        device(1);
        for (String name : List.of("", " ", "x".repeat(65), "tab\tin it", "line\nin it")) {
            assertThatIllegalArgumentException().as(name).isThrownBy(() -> admit(1, name, "a"));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> admit(1, "x", "none"));
    }

    @Test
    void whereADeviceComesFromIsRecordedAndDemandedBesidesItsKey() {
        device(1, "192.0.2.7", "52:54:00:12:34:56");
        assertThat(known(1).mac()).isEqualTo("52:54:00:12:34:56");
        Demand demand = Demand.parse("192.0.2.0/29", "52-54-00-12-34-56");
        assertThat(controller.admission().admit(itself(1), "x", "a", demand)).isTrue();
        controller = restart();
        assertThat(known(1).demand().range()).as("kept").isEqualTo("192.0.2.0/29");
        assertThat(device(1, "192.0.2.1", "52:54:00:12:34:56").closed()).isEmpty();
        assertThat(device(1, "192.0.2.8", "52:54:00:12:34:56").closed())
                .isEqualTo("REFUSED: this device is admitted from 192.0.2.0/29 only, and comes from 192.0.2.8");
        assertThat(device(1, "192.0.2.1", "52:54:00:12:34:57").closed())
                .isEqualTo("REFUSED: this device is admitted with the MAC 52:54:00:12:34:56 only, and has"
                        + " 52:54:00:12:34:57");
        assertThat(device(1, "192.0.2.1", "").closed()).endsWith("has none that the controller can see");
        for (String nonsense : List.of("52:54", "52:54:00:12:34:5g", "52:54:00:12:34:56:78")) {
            assertThatIllegalArgumentException().isThrownBy(() -> Demand.parse("", nonsense));
        }
    }

    private TestDevice device(int number, String address, String mac) {
        return new TestDevice(controller, id(number), address, mac);
    }

    @Test
    void aDeviceWithoutAKeyIsKnownByItsAddressAndPairsWithNoCode() {
        TestDevice plain = new TestDevice(controller, DeviceId.ofAddress("192.0.2.1"), "192.0.2.1");
        plain.hello();
        device(2);
        assertThat(controller.admission().devices())
                .extracting(Device::isUnproved)
                .containsExactly(true, false);
        String code = controller.admission().pairingCode("a").orElseThrow();
        plain.say(out -> FrameWriter.pair(out, code));
        assertThat(plain.closed()).startsWith("NOT_ADMITTED");
    }

    @Test
    void fourWaitFromOneAddressAndSixtyFourInAll() {
        List<TestDevice> waiting = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            waiting.add(new TestDevice(controller, id(i), "192.0.2.1"));
        }
        assertThat(new TestDevice(controller, id(4), "192.0.2.1").closed()).startsWith("TOO_MANY_PENDING");
        for (int i = 4; i < 64; i++) {
            waiting.add(new TestDevice(controller, id(i), "198.51.100." + i / 4));
        }
        assertThat(waiting).allSatisfy(device -> assertThat(device.closed()).isEmpty());
        assertThat(new TestDevice(controller, id(64), "203.0.113.1").closed()).startsWith("TOO_MANY_PENDING");
        waiting.getFirst().session().closed();
        assertThat(new TestDevice(controller, id(64), "203.0.113.1").closed()).isEmpty();
    }

    @Test
    void aFloodOfNewKeysIsForgottenAndAnAdmittedDeviceAlwaysComesIn() {
        device(1).session().closed();
        admit(1, "x", "a");
        int accepted = 0;
        for (int i = 2; i < 3000; i++) {
            TestDevice stranger = new TestDevice(controller, id(i), "10.0." + i / 15 + ".1");
            if (stranger.closed().isEmpty()) {
                accepted++;
                stranger.session().closed();
            }
        }
        assertThat(accepted).as("15 from each address").isEqualTo(2998);
        assertThat(controller.admission().devices()).hasSize(1 + Admission.MAX_PENDING);
        assertThat(known(1).state()).isEqualTo(Device.State.ADMITTED);
        assertThat(device(1).closed()).isEmpty();
    }

    @Test
    void newcomersFromOneAddressAreLimitedInTime() {
        for (int i = 0; i < 20; i++) {
            new TestDevice(controller, id(i), "192.0.2.1").session().closed();
        }
        assertThat(new TestDevice(controller, id(20), "192.0.2.1").closed()).startsWith("TOO_MANY_PENDING");
        assertThat(new TestDevice(controller, id(3), "192.0.2.1").closed())
                .as("one that is known to wait")
                .isEmpty();
        later(3);
        assertThat(new TestDevice(controller, id(20), "192.0.2.1").closed()).isEmpty();
        assertThat(new TestDevice(controller, id(21), "192.0.2.1").closed()).startsWith("TOO_MANY_PENDING");
    }

    @Test
    void oneHostOfIpv6IsOneAddress() {
        assertThat(NewcomerLimit.network("2001:db8:1:2:3:4:5:6")).isEqualTo("2001:db8:1:2");
        assertThat(NewcomerLimit.network("192.0.2.1")).isEqualTo("192.0.2.1");
    }

    @Test
    void anAdmittedDeviceHasSixteenLinks() {
        device(1);
        admit(1, "x", "a");
        for (int i = 1; i < Admission.MAX_LINKS; i++) {
            assertThat(device(1).closed()).isEmpty();
        }
        assertThat(device(1).closed()).startsWith("TOO_MANY");
    }

    @Test
    void aPairingCodeAdmitsOnceAndOneDevice() {
        String code = controller.admission().pairingCode("b").orElseThrow();
        assertThat(code).matches("[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}");
        TestDevice device = device(1);
        device.hello();
        device.say(out -> FrameWriter.pair(out, code.toLowerCase(Locale.ROOT).replace('0', 'o')));
        assertThat(device.heard()).endsWith("admission ADMITTED");
        assertThat(known(1).seat()).isEqualTo("b");
        DeviceTable saved = new DeviceTable(Database.open(state));
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> !saved.load().isEmpty());
        TestDevice second = device(2);
        second.hello();
        second.say(out -> FrameWriter.pair(out, code));
        assertThat(second.heard()).endsWith("admission PENDING", "admission PENDING");
    }

    @Test
    void threeWrongCodesCloseTheLinkAndACodeEndsAfterTenMinutes() {
        String code = controller.admission().pairingCode("b").orElseThrow();
        TestDevice device = device(1);
        device.hello();
        for (int i = 0; i < 3; i++) {
            assertThat(device.closed()).isEmpty();
            device.say(out -> FrameWriter.pair(out, "00000-00000"));
        }
        assertThat(device.closed()).startsWith("NOT_ADMITTED: three wrong");
        later(601);
        TestDevice late = device(2);
        late.hello();
        late.say(out -> FrameWriter.pair(out, code));
        assertThat(late.heard()).endsWith("admission PENDING");
    }

    @Test
    void guessingIsLimitedOverAllLinks() {
        assertThat(controller.admission().pairingCode("b")).isPresent();
        int tries = 0;
        for (int i = 0; i < 60; i++) {
            TestDevice device = new TestDevice(controller, id(i), "10.0.0." + i);
            device.hello();
            device.say(out -> FrameWriter.pair(out, "00000-00000"));
            tries += device.closed().isEmpty() ? 1 : 0;
            device.session().closed();
        }
        assertThat(tries).isEqualTo(40);
    }

    @Test
    void sixteenCodesAreUnusedAtMostAndAllDiffer() {
        Set<String> codes = new HashSet<>();
        for (int i = 0; i < 16; i++) {
            codes.add(controller.admission().pairingCode("a").orElseThrow());
        }
        assertThat(codes).hasSize(16);
        assertThat(controller.admission().pairingCode("a")).isEmpty();
        later(601);
        assertThat(controller.admission().pairingCode("a")).isPresent();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> controller.admission().pairingCode("none"));
    }

    @Test
    void whoSaysNothingOfUseIsClosed() {
        TestDevice dripping = device(1);
        long opened = System.nanoTime();
        dripping.session().tick(opened + TimeUnit.SECONDS.toNanos(11));
        assertThat(dripping.closed()).startsWith("TIMEOUT: no HELLO");
        TestDevice waiting = device(2);
        waiting.hello();
        for (int second = 0; second < 601; second += 5) {
            long now = System.nanoTime() + TimeUnit.SECONDS.toNanos(second);
            waiting.session().receive(ByteBuffer.allocate(0), now);
            waiting.session().tick(now);
        }
        assertThat(waiting.closed()).startsWith("TIMEOUT: not admitted");
    }
}
