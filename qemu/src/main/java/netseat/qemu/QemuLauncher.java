package netseat.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import netseat.hypervisor.VirtualMachineException;
import netseat.hypervisor.VmSpec;
import tools.jackson.databind.json.JsonMapper;

/** Starts the processes of a machine and clears away what is left of them. */
final class QemuLauncher {
    private static final Duration BUS_LIMIT = Duration.ofSeconds(10);

    private final boolean kvm;
    private final JsonMapper json;

    QemuLauncher(boolean kvm, JsonMapper json) {
        this.kvm = kvm;
        this.json = json;
    }

    JsonMapper json() {
        return json;
    }

    /** What the machine in this folder was started as, if it says. */
    Optional<VmSpec> runningSpec(VmFolder folder) {
        return folder.readSpec(json);
    }

    /** Starts the bus and QEMU, whose guest does not run yet. The folder has been {@link #clearAway cleared}. */
    OwnProcess launch(VmSpec spec, List<QemuCommandLine.Image> disks, VmFolder folder) throws IOException {
        Files.deleteIfExists(folder.log());
        if (spec.firmware() == VmSpec.Firmware.UEFI && !Files.exists(folder.uefiVariables())) {
            Files.copy(QemuCommandLine.UEFI_VARIABLES, folder.uefiVariables());
        }
        folder.writeSpec(json, spec);
        OwnProcess bus = DbusDaemon.start(folder);
        awaitBus(bus, folder);
        return OwnProcess.start(QemuCommandLine.of(spec, disks, folder, kvm), folder, folder.log());
    }

    /** QEMU connects once, when it starts, and gives up if nobody listens. */
    private static void awaitBus(OwnProcess bus, VmFolder folder) throws IOException {
        long deadline = System.nanoTime() + BUS_LIMIT.toNanos();
        while (true) {
            try {
                UnixSocket.connect(folder.busSocket()).close();
                return;
            } catch (IOException e) {
                if (!bus.isAlive()) {
                    throw new IOException("dbus-daemon ended: " + folder.busWords(), e);
                }
                if (System.nanoTime() - deadline > 0) {
                    bus.kill();
                    throw new IOException("dbus-daemon does not listen at " + folder.busSocket(), e);
                }
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    /** Ends what still runs of the machine and removes its files of one life. */
    void clearAway(VmFolder folder) throws VirtualMachineException {
        clearAway(folder, OwnProcess.find(folder.qemuPid(), folder));
    }

    /** As above, for a QEMU that may not have written its number yet. */
    void clearAway(VmFolder folder, Optional<OwnProcess> qemu) throws VirtualMachineException {
        qemu.ifPresent(OwnProcess::kill);
        OwnProcess.find(folder.busPid(), folder).ifPresent(OwnProcess::kill);
        try {
            folder.cleanUp();
        } catch (IOException e) {
            throw new VirtualMachineException("cannot clear " + folder.path() + ": " + e.getMessage(), e);
        }
    }
}
