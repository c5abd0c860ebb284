package netseat.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import netseat.hypervisor.VirtualMachine;
import netseat.hypervisor.VirtualMachineException;
import netseat.hypervisor.VmSpec;

/** A hypervisor with a folder of its own, both gone at the end with all that ran. */
final class Machines implements AutoCloseable {
    static final Path GRUB = Path.of("/usr/lib/grub-rescue/grub-rescue-cdrom.iso");

    private final Path folder = Files.createTempDirectory("nq");
    private final List<VirtualMachine> defined = new ArrayList<>();
    private QemuHypervisor hypervisor = new QemuHypervisor(folder);

    Machines() throws IOException, VirtualMachineException {}

    static VmSpec spec(String name, List<Path> disks, Optional<Path> cdrom) {
        return new VmSpec(
                name,
                name,
                1,
                64,
                VmSpec.Firmware.BIOS,
                disks,
                cdrom,
                Optional.empty(),
                Optional.empty(),
                "",
                VmSpec.DisplayKind.VGA,
                VmSpec.Heads.ONE,
                VmSpec.KeyboardKind.PS2,
                VmSpec.PointerKind.PS2,
                VmSpec.InputKind.SHARED,
                VmSpec.NetworkKind.NONE);
    }

    /** A machine without anything to boot from. */
    VirtualMachine define(String name) throws VirtualMachineException {
        return define(spec(name, List.of(), Optional.empty()));
    }

    VirtualMachine define(VmSpec spec) throws VirtualMachineException {
        VirtualMachine machine = hypervisor.define(spec);
        defined.add(machine);
        return machine;
    }

    /** The controller goes, the machines stay, and another controller comes. */
    QemuHypervisor restart() throws VirtualMachineException {
        hypervisor.close();
        defined.clear();
        hypervisor = new QemuHypervisor(folder);
        return hypervisor;
    }

    /** Adds what was taken back to what is stopped at the end. */
    List<VirtualMachine> takeBack() {
        List<VirtualMachine> taken = hypervisor.takeBack();
        defined.addAll(taken);
        return taken;
    }

    Path folder() {
        return folder;
    }

    Path folder(String name) {
        return folder.resolve(name);
    }

    static ProcessHandle process(Path pidFile) throws IOException {
        long pid = Long.parseLong(Files.readString(pidFile).strip());
        return ProcessHandle.of(pid).orElseThrow();
    }

    @Override
    public void close() throws IOException, VirtualMachineException {
        for (VirtualMachine machine : defined) {
            machine.stop();
        }
        hypervisor.close();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
