package netseat.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import netseat.hypervisor.PowerState;
import netseat.hypervisor.VirtualMachine;
import netseat.hypervisor.VirtualMachineException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a guest's keyboard controller really gives it. */
@Timeout(60)
class KeyboardInGuestTest {
    private static final int A = 0x1E;
    private static final int B = 0x30;

    private Machines machines;
    private VirtualMachine machine;
    private EchoGuest guest;

    @BeforeEach
    void boot() throws IOException, VirtualMachineException {
        machines = new Machines();
        Path disk = machines.folder().resolve("echo.img");
        EchoGuest.writeDisk(disk);
        machine = machines.define(Machines.spec("echo", List.of(disk), Optional.empty()));
        machine.start();
        guest = new EchoGuest(machines.folder("echo"));
        awaitGuest();
        guest.forget();
    }

    /** What the guest says before anybody listens is lost: if it was that it is ready, it is asked by a key. */
    private void awaitGuest() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(200))
                .until(() -> {
                    boolean ready = !guest.heard().isEmpty();
                    if (!ready) {
                        strike(A);
                    }
                    return ready;
                });
        strike(B);
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> guest.heard().endsWith("30 B0"));
    }

    @AfterEach
    void end() throws IOException, VirtualMachineException {
        guest.close();
        machines.close();
    }

    private void awaitHeard(String bytes) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(guest.heard()).isEqualTo(bytes));
    }

    private void key(int scanCode, boolean down) {
        machine.keyboard().key(scanCode, down);
    }

    private void strike(int scanCode) {
        key(scanCode, true);
        key(scanCode, false);
    }

    @Test
    void hearsKeysAsAKeyboardSendsThem() {
        key(A, true);
        key(A, true);
        key(A, false);
        key(A, false);
        strike(0xE04D);
        strike(0xE046);
        strike(0xE037);
        strike(0x5A); // no key has this
        strike(B);
        awaitHeard("1E 1E 9E E0 4D E0 CD E1 1D 45 E1 9D C5 E0 2A E0 37 E0 B7 E0 AA 30 B0");
    }

    @Test
    void losesNothingOfABurst() {
        StringBuilder expected = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            int code = 0x02 + i % 50;
            strike(code);
            expected.append(i == 0 ? "" : " ").append("%02X %02X".formatted(code, code | 0x80));
        }
        awaitHeard(expected.toString());
    }

    @Test
    void releasesEverythingWhenTooMuchWaits() throws IOException {
        for (int round = 0; round < 40; round++) {
            for (int code = 0x02; code < 0x52; code++) {
                key(code, round % 2 == 0);
            }
        }
        // What had been heard at that moment: the last strike may still be on its way.
        String heard = Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .pollInterval(Duration.ofMillis(100))
                .until(
                        () -> {
                            strike(A);
                            return guest.heard();
                        },
                        text -> text.endsWith("1E 9E"));
        assertThat(((QemuKeyboard) machine.keyboard()).overflows()).isPositive();
        Set<Integer> pressed = new HashSet<>();
        for (String hex : heard.split(" ", -1)) {
            int code = Integer.parseInt(hex, 16);
            if (code < 0x80) {
                pressed.add(code);
            } else {
                pressed.remove(code & 0x7F);
            }
        }
        assertThat(pressed).isEmpty();
    }

    @Test
    void owesAPausedGuestItsReleasesAndNothingElse() throws VirtualMachineException {
        key(A, true);
        awaitHeard("1E");
        machine.pause();
        assertThat(machine.state()).isEqualTo(PowerState.PAUSED);
        key(A, false);
        strike(B);
        key(0x2E, true);
        machine.resume();
        assertThat(machine.state()).isEqualTo(PowerState.RUNNING);
        awaitHeard("1E 9E");
        key(0x2E, false);
        strike(B);
        awaitHeard("1E 9E 30 B0");
    }

    @Test
    void keepsAKeyThatIsStillHeldAfterAPause() throws VirtualMachineException {
        key(A, true);
        awaitHeard("1E");
        machine.pause();
        machine.resume();
        strike(B);
        key(A, false);
        awaitHeard("1E 30 B0 9E");
    }

    /** Somebody else does it, and knows before we do. */
    @Test
    void hearsWhatIsTypedAsSoonAsTheGuestGoesOn() throws IOException {
        StringBuilder expected = new StringBuilder();
        try (Monitor operator = new Monitor(machines.folder("echo"))) {
            for (int round = 0; round < 10; round++) {
                operator.command("stop", Map.of());
                Awaitility.await()
                        .atMost(Duration.ofSeconds(20))
                        .pollInterval(Duration.ofMillis(2))
                        .until(() -> machine.state() == PowerState.PAUSED);
                operator.command("cont", Map.of());
                strike(A);
                expected.append(round == 0 ? "" : " ").append("1E 9E");
                awaitHeard(expected.toString());
            }
        }
    }

    @Test
    void forgetsWhatWasHeldBeforeAReset() throws VirtualMachineException {
        key(A, true);
        awaitHeard("1E");
        guest.forget();
        machine.reset();
        awaitHeard(EchoGuest.READY);
        key(A, false);
        strike(B);
        awaitHeard(EchoGuest.READY + " 30 B0");
    }

    @Test
    void nextControllerReleasesWhatThisOneHeld() throws VirtualMachineException {
        key(A, true);
        key(0xE01D, true);
        strike(B);
        awaitHeard("1E E0 1D 30 B0");
        guest.forget();
        machines.restart();
        machine = machines.takeBack().getFirst();
        awaitHeard("9E E0 9D");
        strike(A);
        awaitHeard("9E E0 9D 1E 9E");
        machines.restart();
        machine = machines.takeBack().getFirst();
        strike(B);
        awaitHeard("9E E0 9D 1E 9E 30 B0");
    }

    @Test
    void nextControllerReleasesOnlyWhenAPausedGuestGoesOn() throws VirtualMachineException {
        key(A, true);
        awaitHeard("1E");
        machine.pause();
        machines.restart();
        machine = machines.takeBack().getFirst();
        assertThat(machine.state()).isEqualTo(PowerState.PAUSED);
        machine.resume();
        awaitHeard("1E 9E");
    }
}
