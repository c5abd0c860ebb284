package netseat.qemu;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import netseat.hypervisor.Hypervisor;
import netseat.hypervisor.VirtualMachine;
import netseat.hypervisor.VirtualMachineException;
import netseat.hypervisor.VmSpec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/** Virtual machines that are QEMU processes of this host and user, each with a folder of its own. */
public final class QemuHypervisor implements Hypervisor {
    private static final Logger LOG = LoggerFactory.getLogger(QemuHypervisor.class);

    private final Path machinesFolder;
    private final FileChannel lockFile;
    private final boolean kvm;
    private final QemuLauncher launcher;
    private final Map<String, QemuMachine> machines = new ConcurrentHashMap<>();

    /**
     * Takes possession of a folder.
     *
     * @param machinesFolder where each machine has its folder; made when it is not there
     * @throws VirtualMachineException when another controller uses it, or it cannot be used
     */
    public QemuHypervisor(Path machinesFolder) throws VirtualMachineException {
        this.machinesFolder = machinesFolder.toAbsolutePath().normalize();
        this.lockFile = lock(this.machinesFolder);
        this.kvm = Accelerator.kvmWorks();
        this.launcher = new QemuLauncher(kvm, JsonMapper.builder().build());
    }

    private static FileChannel lock(Path folder) throws VirtualMachineException {
        try {
            Files.createDirectories(folder);
            FileChannel file =
                    FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            if (isLocked(file)) {
                return file;
            }
            file.close();
        } catch (IOException e) {
            throw new VirtualMachineException("cannot use the folder " + folder + ": " + e.getMessage(), e);
        }
        throw new VirtualMachineException("another controller uses " + folder + ": stop it, or choose another --state");
    }

    /** The system forgets the lock when the process ends, however it does. */
    private static boolean isLocked(FileChannel file) throws IOException {
        try {
            FileLock lock = file.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    @Override
    public VirtualMachine define(VmSpec spec) throws VirtualMachineException {
        VmFolder folder = VmFolder.create(machinesFolder, spec.name());
        QemuMachine machine = new QemuMachine(launcher, folder, spec);
        if (machines.putIfAbsent(spec.name(), machine) != null) {
            throw new VirtualMachineException("there is a VM \"" + spec.name() + "\" already");
        }
        machine.takeBack();
        return machine;
    }

    @Override
    public List<VirtualMachine> takeBack() {
        List<VirtualMachine> taken = new ArrayList<>();
        for (Path path : folders()) {
            String name = path.getFileName().toString();
            VmFolder folder = new VmFolder(path);
            Optional<VmSpec> spec = launcher.runningSpec(folder);
            if (machines.containsKey(name)
                    || spec.isEmpty()
                    || !spec.get().name().equals(name)
                    || OwnProcess.find(folder.qemuPid(), folder).isEmpty()) {
                continue;
            }
            try {
                taken.add(define(spec.get()));
            } catch (VirtualMachineException e) {
                LOG.warn("{} cannot be taken back: {}", name, e.getMessage());
            }
        }
        return taken;
    }

    private List<Path> folders() {
        try (Stream<Path> paths = Files.list(machinesFolder)) {
            return paths.filter(Files::isDirectory)
                    .filter(path -> VmSpec.isName(path.getFileName().toString()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            LOG.warn("cannot look for machines to take back: {}", e.getMessage());
            return List.of();
        }
    }

    @Override
    public String accelerator() {
        return kvm ? "KVM" : "TCG (software, slow)";
    }

    @Override
    public void close() {
        machines.values().forEach(QemuMachine::letGo);
        try {
            lockFile.close();
        } catch (IOException e) {
            LOG.warn("closing the lock file", e);
        }
    }
}
