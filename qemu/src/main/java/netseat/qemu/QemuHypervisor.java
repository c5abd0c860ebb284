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
import java.util.function.Supplier;
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
    private final Map<String, AttachedMachine> attached = new ConcurrentHashMap<>();

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
        if (attached.containsKey(spec.name()) || machines.putIfAbsent(spec.name(), machine) != null) {
            throw new VirtualMachineException("there is a VM \"" + spec.name() + "\" already");
        }
        machine.takeBack();
        return machine;
    }

    /**
     * Where a QEMU that somebody else runs is reached.
     *
     * @param qmp a QMP socket that nobody else uses
     * @param bus the socket of the D-Bus that its display is on
     */
    public record Place(Path qmp, Path bus) {}

    /**
     * Makes a machine known that somebody else runs, and attaches to it whenever it is there.
     *
     * @param spec its name and title, and what of its devices matters to us: heads, keyboard
     * @param where where it is reached, empty while it is off; asked about once a second on a virtual thread
     * @param power whose its power is, for the person who tries to use it: the rest of a sentence that begins "its power is"
     * @throws VirtualMachineException when the name is taken, or its folder cannot be made
     */
    public VirtualMachine attach(VmSpec spec, Supplier<Optional<Place>> where, String power)
            throws VirtualMachineException {
        VmFolder folder = VmFolder.create(machinesFolder, spec.name());
        AttachedMachine machine = new AttachedMachine(spec, where, power, folder, launcher.json());
        if (machines.containsKey(spec.name()) || attached.putIfAbsent(spec.name(), machine) != null) {
            throw new VirtualMachineException("there is a VM \"" + spec.name() + "\" already");
        }
        machine.begin();
        return machine;
    }

    @Override
    public boolean redefine(VirtualMachine machine, VmSpec spec) throws VirtualMachineException {
        QemuMachine own = machines.get(machine.name());
        if (own == null || !machine.equals(own) || !spec.name().equals(machine.name())) {
            throw new VirtualMachineException(machine.name() + " is not run here, so it cannot be changed here");
        }
        return own.redefine(spec);
    }

    @Override
    public void forget(VirtualMachine machine) throws VirtualMachineException {
        QemuMachine own = machines.get(machine.name());
        AttachedMachine other = attached.get(machine.name());
        if (own != null && machine.equals(own)) {
            own.forget();
            machines.remove(machine.name(), own);
        } else if (other != null && machine.equals(other)) {
            attached.remove(machine.name(), other);
            other.letGo();
        }
    }

    @Override
    public List<VirtualMachine> takeBack() {
        List<VirtualMachine> taken = new ArrayList<>();
        for (Path path : folders()) {
            String name = path.getFileName().toString();
            VmFolder folder = new VmFolder(path);
            Optional<VmSpec> spec = launcher.runningSpec(folder);
            if (machines.containsKey(name)
                    || attached.containsKey(name)
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
        attached.values().forEach(AttachedMachine::letGo);
        try {
            lockFile.close();
        } catch (IOException e) {
            LOG.warn("closing the lock file", e);
        }
    }
}
