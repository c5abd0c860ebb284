package netseat.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import netseat.hypervisor.PowerState;
import netseat.hypervisor.VirtualMachine;
import netseat.hypervisor.VirtualMachineException;
import netseat.hypervisor.VmSpec;
import netseat.screen.Framebuffer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LifeTest {
    private Machines machines;

    @BeforeEach
    void begin() throws IOException, VirtualMachineException {
        machines = new Machines();
    }

    @AfterEach
    void end() throws IOException, VirtualMachineException {
        machines.close();
    }

    private static void awaitState(VirtualMachine machine, PowerState state) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(machine.state()).isEqualTo(state));
    }

    @Test
    void goesThroughAllStates() throws Exception {
        VirtualMachine machine = machines.define("a");
        List<PowerState> states = new CopyOnWriteArrayList<>();
        machine.onStateChange(() -> states.add(machine.state()));
        assertThat(machine.state()).isEqualTo(PowerState.OFF);
        machine.start();
        machine.start();
        machine.pause();
        machine.resume();
        machine.reset();
        machine.powerButton();
        Framebuffer shot = machine.screenshot();
        assertThat(shot.width()).isGreaterThanOrEqualTo(640);
        machine.stop();
        machine.stop();
        assertThat(states)
                .containsExactly(
                        PowerState.STARTING, PowerState.RUNNING, PowerState.PAUSED, PowerState.RUNNING, PowerState.OFF);
        assertThatThrownBy(machine::reset)
                .isInstanceOf(VirtualMachineException.class)
                .hasMessageContaining("a is off");
        assertThatThrownBy(machine::screenshot).isInstanceOf(VirtualMachineException.class);
    }

    @Test
    void isConfinedToItsFolderAndHasNoNetwork() throws Exception {
        VirtualMachine machine = machines.define("a");
        machine.start();
        Path folder = machines.folder("a");
        assertThat(Files.getPosixFilePermissions(folder)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        ProcessHandle qemu = Machines.process(folder.resolve("qemu.pid"));
        assertThat(Files.readString(Path.of("/proc/" + qemu.pid() + "/cmdline")).split("\0", -1))
                .containsSequence(
                        "-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny");
        assertThat(Files.readString(Path.of("/proc/" + qemu.pid() + "/status"))).contains("Seccomp:\t2");
        String[] fields =
                Files.readString(Path.of("/proc/" + qemu.pid() + "/stat")).split(" ", -1);
        assertThat(fields[5]).as("leads a session of its own").isEqualTo(String.valueOf(qemu.pid()));
        try (Monitor monitor = new Monitor(folder)) {
            assertThat(monitor.human("info network")).isBlank();
            assertThat(monitor.human("info pci")).doesNotContain("Ethernet");
        }
    }

    @Test
    void reportsAKilledQemuAndStartsAgain() throws Exception {
        VirtualMachine machine = machines.define("a");
        machine.start();
        Path folder = machines.folder("a");
        ProcessHandle bus = Machines.process(folder.resolve("bus.pid"));
        assertThat(Machines.process(folder.resolve("qemu.pid")).destroyForcibly())
                .isTrue();
        awaitState(machine, PowerState.FAILED);
        assertThat(machine.lastWords()).contains("killed by signal 9");
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !bus.isAlive());
        machine.start();
        assertThat(machine.state()).isEqualTo(PowerState.RUNNING);
        assertThat(machine.lastWords()).isEmpty();
    }

    @Test
    void isOffWhenTheGuestOrTheHostEndsItInOrder() throws Exception {
        VirtualMachine machine = machines.define("a");
        machine.start();
        assertThat(Machines.process(machines.folder("a").resolve("qemu.pid")).destroy())
                .isTrue();
        awaitState(machine, PowerState.OFF);
        assertThat(machine.lastWords()).isEmpty();
    }

    @Test
    void saysWhichFileIsMissing() throws Exception {
        VirtualMachine machine = machines.define(Machines.spec("a", List.of(), Optional.of(Path.of("/no/such.iso"))));
        assertThatThrownBy(machine::start)
                .isInstanceOf(VirtualMachineException.class)
                .hasMessageContaining("/no/such.iso");
        assertThat(machine.state()).isEqualTo(PowerState.FAILED);
        assertThat(machine.lastWords()).contains("/no/such.iso");
    }

    @Test
    void carriesQemusOwnWordsWhenItDoesNotStart() throws Exception {
        Path disk = Files.write(machines.folder().resolve("d,isk.img"), new byte[1 << 20]);
        machines.define(Machines.spec("a", List.of(disk), Optional.empty())).start();
        VirtualMachine second = machines.define(Machines.spec("b", List.of(disk), Optional.empty()));
        assertThatThrownBy(second::start)
                .isInstanceOf(VirtualMachineException.class)
                .hasMessageContaining("lock")
                .hasMessageContaining("status 1");
        assertThat(second.state()).isEqualTo(PowerState.FAILED);
        assertThat(Files.exists(machines.folder("b").resolve("bus.pid"))).isFalse();
    }

    @Test
    void detectsQcow2AndNothingElse() throws Exception {
        Path qcow2 = Files.write(machines.folder().resolve("q"), new byte[] {'Q', 'F', 'I', (byte) 0xFB, 0, 0, 0, 3});
        Path raw = Files.write(machines.folder().resolve("r"), new byte[512]);
        VmSpec spec = Machines.spec("a", List.of(qcow2, raw), Optional.empty());
        assertThat(HostFiles.check(spec))
                .containsExactly(new QemuCommandLine.Image(qcow2, "qcow2"), new QemuCommandLine.Image(raw, "raw"));
    }

    @Test
    void isTakenBackAsItIs() throws Exception {
        VirtualMachine machine = machines.define("a");
        machine.start();
        machines.define("b").start();
        machines.define("c");
        machine.pause();
        ProcessHandle qemu = Machines.process(machines.folder("a").resolve("qemu.pid"));
        machines.restart();
        long began = System.nanoTime();
        List<VirtualMachine> taken = machines.takeBack();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
        assertThat(taken).extracting(VirtualMachine::name).containsExactly("a", "b");
        assertThat(taken).extracting(VirtualMachine::state).containsExactly(PowerState.PAUSED, PowerState.RUNNING);
        assertThat(taken.getFirst().spec().memoryMiB()).isEqualTo(64);
        taken.getFirst().resume();
        assertThat(qemu.isAlive()).isTrue();
        assertThat(qemu.destroyForcibly()).isTrue();
        awaitState(taken.getFirst(), PowerState.FAILED);
    }

    @Test
    void keepsTheSpecificationOfThePresentLife() throws Exception {
        machines.define("a").start();
        machines.restart();
        VmSpec other = Machines.spec("a", List.of(), Optional.of(Machines.GRUB));
        VirtualMachine machine = machines.define(other);
        assertThat(machine.state()).isEqualTo(PowerState.RUNNING);
        assertThat(machine.spec().cdrom()).isEmpty();
        machine.stop();
        assertThat(machine.spec()).isEqualTo(other);
    }

    @Test
    void clearsAwayWhatADeadMachineLeft() throws Exception {
        machines.define("a").start();
        Path folder = machines.folder("a");
        ProcessHandle qemu = Machines.process(folder.resolve("qemu.pid"));
        ProcessHandle bus = Machines.process(folder.resolve("bus.pid"));
        machines.restart();
        assertThat(qemu.destroyForcibly()).isTrue();
        Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !qemu.isAlive());
        assertThat(machines.takeBack()).isEmpty();
        assertThat(machines.define("a").state()).isEqualTo(PowerState.OFF);
        Awaitility.await("the bus ends").atMost(Duration.ofSeconds(5)).until(() -> !bus.isAlive());
        List<Path> left = new ArrayList<>();
        try (var files = Files.list(folder)) {
            files.forEach(left::add);
        }
        assertThat(left).containsExactly(folder.resolve("qemu.log"));
    }

    @Test
    void killsNoProcessThatIsNotItsOwn() throws Exception {
        Path folder = Files.createDirectories(machines.folder("a"));
        Files.writeString(folder.resolve("qemu.pid"), ProcessHandle.current().pid() + "\n");
        VirtualMachine machine = machines.define("a");
        assertThat(machine.state()).isEqualTo(PowerState.OFF);
        assertThat(Files.exists(folder.resolve("qemu.pid"))).isFalse();
    }

    @Test
    void refusesTwoControllersAndTwoMachinesOfOneName() throws Exception {
        machines.define("a");
        assertThatThrownBy(() -> machines.define("a"))
                .isInstanceOf(VirtualMachineException.class)
                .hasMessageContaining("\"a\"");
        assertThatThrownBy(() -> new QemuHypervisor(machines.folder()))
                .isInstanceOf(VirtualMachineException.class)
                .hasMessageContaining("another controller");
    }

    @Test
    void refusesAFolderTooLongForSockets() throws Exception {
        Path deep = machines.folder().resolve("x".repeat(90));
        try (QemuHypervisor hypervisor = new QemuHypervisor(deep)) {
            assertThatThrownBy(() -> hypervisor.define(VmSpec.named("a")))
                    .isInstanceOf(VirtualMachineException.class)
                    .hasMessageContaining("choose a shorter --state");
        }
    }

    @Test
    void keepsUefiVariablesOverItsLives() throws Exception {
        VmSpec bios = Machines.spec("a", List.of(), Optional.empty());
        VmSpec spec = new VmSpec(
                "a",
                "a",
                1,
                128,
                VmSpec.Firmware.UEFI,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                bios.display(),
                bios.heads(),
                VmSpec.KeyboardKind.USB,
                VmSpec.PointerKind.TABLET,
                VmSpec.InputKind.SHARED,
                bios.network());
        VirtualMachine machine = machines.define(spec);
        machine.start();
        Path variables = machines.folder("a").resolve("uefi-vars.fd");
        assertThat(variables).hasSize(540_672);
        machine.stop();
        assertThat(variables).exists();
        machine.start();
        assertThat(machine.state()).isEqualTo(PowerState.RUNNING);
    }
}
