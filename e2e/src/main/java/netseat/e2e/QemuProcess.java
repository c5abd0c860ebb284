package netseat.e2e;

import java.nio.file.Path;

/** Finds a machine's QEMU among the processes of this host, by its folder. */
public final class QemuProcess {
    private QemuProcess() {}

    public static ProcessHandle of(Path machineFolder) {
        return ProcessHandle.allProcesses()
                .filter(process -> process.info().command().orElse("").contains("qemu-system"))
                .filter(process -> process.info().commandLine().orElse("").contains(machineFolder.toString()))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no QEMU of " + machineFolder));
    }
}
