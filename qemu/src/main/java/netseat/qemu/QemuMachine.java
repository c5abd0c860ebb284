package netseat.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import netseat.hypervisor.LogicalDisplay;
import netseat.hypervisor.LogicalKeyboard;
import netseat.hypervisor.LogicalPointer;
import netseat.hypervisor.LogicalTouch;
import netseat.hypervisor.PowerState;
import netseat.hypervisor.Registration;
import netseat.hypervisor.VirtualMachine;
import netseat.hypervisor.VirtualMachineException;
import netseat.hypervisor.VmSpec;
import netseat.screen.Framebuffer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * One virtual machine, on and off. What it is made of while on is a {@link QemuSession}; power methods and the end of
 * a process are taken one at a time under a lock, which no hot road takes.
 */
final class QemuMachine implements VirtualMachine, QemuSession.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(QemuMachine.class);

    private static final Duration END_LIMIT = Duration.ofSeconds(5);

    private final QemuLauncher launcher;
    private final VmFolder folder;
    private volatile VmSpec declared; // changed under the lock
    private final QemuSession.Interfaces interfaces;
    private final PowerLamp lamp = new PowerLamp();
    private final ReentrantLock power = new ReentrantLock();

    private volatile VmSpec current;
    private volatile @Nullable Life life;
    private boolean forgotten; // under the lock

    /** One run of the machine's process, and our connection to it. */
    private record Life(QemuSession session, OwnProcess qemu) {}

    QemuMachine(QemuLauncher launcher, VmFolder folder, VmSpec spec) {
        this.launcher = launcher;
        this.folder = folder;
        this.declared = spec;
        this.current = spec;
        this.interfaces = QemuSession.Interfaces.of(spec.heads().count(), this::waitingBegan, this::sizeWished);
    }

    private void waitingBegan() {
        Life present = life;
        if (present != null) {
            present.session.waitingBegan();
        }
    }

    private void sizeWished() {
        Life present = life;
        if (present != null) {
            present.session.sizeWished();
        }
    }

    @Override
    public VmSpec spec() {
        return current;
    }

    @Override
    public PowerState state() {
        return lamp.state();
    }

    @Override
    public String lastWords() {
        return lamp.words();
    }

    /**
     * Takes back a QEMU that an earlier controller started, or clears away what it left. Before anybody else has the
     * machine.
     */
    void takeBack() {
        power.lock();
        try {
            Optional<OwnProcess> qemu = OwnProcess.find(folder.qemuPid(), folder);
            if (qemu.isEmpty()) {
                launcher.clearAway(folder);
                return;
            }
            VmSpec running = launcher.runningSpec(folder).orElse(declared);
            try {
                become(attach(running, qemu.get(), QemuSession.How.TAKEN_BACK));
            } catch (IOException e) {
                LOG.error(
                        "{}: QEMU, process {}, cannot be taken back",
                        name(),
                        qemu.get().pid(),
                        e);
                lamp.show(
                        PowerState.FAILED,
                        "QEMU still runs as process " + qemu.get().pid()
                                + " but cannot be taken back; stop or start ends it: " + e.getMessage());
            }
        } catch (VirtualMachineException e) {
            lamp.show(PowerState.FAILED, String.valueOf(e.getMessage()));
        } finally {
            power.unlock();
        }
    }

    private void become(PowerState newState) {
        lamp.show(newState, "");
    }

    /** Attaches to a QEMU and lets it begin if it has not; the state that it is in. */
    private PowerState attach(VmSpec spec, OwnProcess qemu, QemuSession.How how) throws IOException {
        QemuSession attached = QemuSession.attach(folder.places(), spec, qemu, interfaces, this, launcher.json(), how);
        Life begun = new Life(attached, qemu);
        current = spec;
        life = begun;
        try {
            if (!attached.isRunning() && isUnbegun(attached)) {
                attached.call("cont", Map.of());
            }
        } catch (IOException e) {
            life = null;
            attached.close();
            throw e;
        }
        qemu.onEnd(() -> Thread.startVirtualThread(() -> ended(begun)));
        return attached.isRunning() ? PowerState.RUNNING : PowerState.PAUSED;
    }

    private static boolean isUnbegun(QemuSession of) throws IOException {
        return of.call("query-status", Map.of()).path("status").asString("").equals("prelaunch");
    }

    @Override
    public void start() throws VirtualMachineException {
        power.lock();
        try {
            if (life != null) {
                return;
            }
            if (forgotten) {
                throw new VirtualMachineException(name() + " has been removed");
            }
            become(PowerState.STARTING);
            try {
                List<QemuCommandLine.Image> disks = HostFiles.check(declared);
                launcher.clearAway(folder);
                become(launch(disks));
            } catch (VirtualMachineException e) {
                lamp.show(PowerState.FAILED, String.valueOf(e.getMessage()));
                throw e;
            }
        } finally {
            power.unlock();
        }
    }

    private PowerState launch(List<QemuCommandLine.Image> disks) throws VirtualMachineException {
        Optional<OwnProcess> qemu = Optional.empty();
        try {
            qemu = Optional.of(launcher.launch(declared, disks, folder));
            return attach(declared, qemu.get(), QemuSession.How.STARTED);
        } catch (IOException e) {
            // its words are the reason only if it ended by itself
            boolean itself = qemu.isPresent() && qemu.get().awaitEnd(Duration.ofMillis(200));
            String words = itself ? words(qemu.get()) : String.valueOf(e.getMessage());
            launcher.clearAway(folder, qemu);
            throw new VirtualMachineException(name() + " did not start: " + words, e);
        }
    }

    private String words(OwnProcess ended) {
        String words = folder.lastWords();
        String how = ended.exitValue().isEmpty()
                ? ""
                : ended.exitValue().getAsInt() > 128
                        ? "killed by signal " + (ended.exitValue().getAsInt() - 128)
                        : "ended with status " + ended.exitValue().getAsInt();
        if (words.isEmpty()) {
            return how.isEmpty() ? "QEMU ended without a word" : "QEMU was " + how;
        }
        return how.isEmpty() ? words : words + " (" + how + ")";
    }

    @Override
    public void stop() throws VirtualMachineException {
        power.lock();
        try {
            Life present = life;
            if (present == null) {
                launcher.clearAway(folder);
                become(PowerState.OFF);
                return;
            }
            try {
                present.session.call("quit", Map.of());
            } catch (IOException e) {
                LOG.debug("{}: quit: {}", name(), e.getMessage());
            }
            if (!present.qemu.awaitEnd(END_LIMIT)) {
                present.qemu.kill();
            }
            finish(present);
            become(PowerState.OFF);
        } finally {
            power.unlock();
        }
    }

    /** Ends our part in a life of the machine whose process has ended. */
    private void finish(Life of) {
        life = null;
        of.session.close();
        interfaces.heads().forEach(QemuDisplay::blank);
        current = declared;
        try {
            launcher.clearAway(folder);
        } catch (VirtualMachineException e) {
            LOG.warn("{}: {}", name(), e.getMessage());
        }
    }

    /** The process has ended by itself, by its guest or by a third. */
    private void ended(Life of) {
        power.lock();
        try {
            if (!of.equals(life)) {
                return;
            }
            boolean orderly = of.session.saidShutdown() && of.qemu.exitValue().orElse(0) == 0;
            String words = orderly ? "" : words(of.qemu);
            finish(of);
            lamp.show(orderly ? PowerState.OFF : PowerState.FAILED, words);
        } finally {
            power.unlock();
        }
    }

    @Override
    public void runStateChanged(QemuSession of) {
        Life present = life;
        if (present != null && present.session == of && lamp.state() != PowerState.STARTING) {
            become(of.isRunning() ? PowerState.RUNNING : PowerState.PAUSED);
        }
    }

    @Override
    public void connectionLost(QemuSession of) {
        Thread.startVirtualThread(() -> {
            Life lost = lifeOf(of);
            if (lost == null) {
                return;
            }
            if (lost.qemu.awaitEnd(END_LIMIT)) {
                ended(lost);
            } else {
                reattach(lost);
            }
        });
    }

    /** Under the lock, because a session that is lost at once may not have been taken down yet. */
    private @Nullable Life lifeOf(QemuSession session) {
        power.lock();
        try {
            Life present = life;
            return present != null && present.session == session ? present : null;
        } finally {
            power.unlock();
        }
    }

    /** QEMU lives but QMP broke off: as after the death of a controller. */
    private void reattach(Life of) {
        power.lock();
        try {
            if (of.equals(life)) {
                LOG.warn("{}: QMP broke off, taking the machine back", name());
                life = null;
                of.session.close();
                takeBack();
                if (life == null && lamp.state() != PowerState.FAILED) {
                    lamp.show(PowerState.FAILED, words(of.qemu)); // it has ended meanwhile
                }
            }
        } finally {
            power.unlock();
        }
    }

    @Override
    public void reset() throws VirtualMachineException {
        command("system_reset", Map.of());
    }

    @Override
    public void powerButton() throws VirtualMachineException {
        command("system_powerdown", Map.of());
    }

    @Override
    public void pause() throws VirtualMachineException {
        command("stop", Map.of());
    }

    @Override
    public void resume() throws VirtualMachineException {
        command("cont", Map.of());
    }

    private JsonNode command(String command, Map<String, ?> arguments) throws VirtualMachineException {
        Life present = life;
        if (present == null) {
            throw new VirtualMachineException(name() + " is off");
        }
        try {
            return present.session.call(command, arguments);
        } catch (IOException e) {
            throw new VirtualMachineException(name() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void insert(Path image) throws VirtualMachineException {
        command(
                "blockdev-change-medium",
                Map.of(
                        "id",
                        QemuCommandLine.CD_DRIVE,
                        "filename",
                        image.toAbsolutePath().normalize().toString(),
                        "format",
                        "raw",
                        "read-only-mode",
                        "read-only",
                        "force",
                        true));
    }

    @Override
    public void eject() throws VirtualMachineException {
        command("eject", Map.of("id", QemuCommandLine.CD_DRIVE, "force", true));
    }

    @Override
    public Optional<Path> medium() throws VirtualMachineException {
        for (JsonNode drive : command("query-block", Map.of())) {
            if (isCdDrive(drive.path("qdev").asString(""))) {
                String file = drive.path("inserted").path("file").asString("");
                return file.isEmpty() ? Optional.empty() : Optional.of(Path.of(file));
            }
        }
        return Optional.empty();
    }

    /** By its name, or by the path to it: QEMU's releases differ. */
    private static boolean isCdDrive(String device) {
        return device.equals(QemuCommandLine.CD_DRIVE) || device.endsWith("/" + QemuCommandLine.CD_DRIVE);
    }

    @Override
    public Framebuffer screenshot() throws VirtualMachineException {
        Path file = folder.path().resolve("screenshot-" + System.nanoTime() + ".ppm");
        try {
            command("screendump", Map.of("filename", file.toString()));
            return PpmFile.read(file);
        } catch (IOException e) {
            throw new VirtualMachineException(name() + ": the screenshot cannot be read: " + e.getMessage(), e);
        } finally {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                LOG.warn("cannot delete {}", file, e);
            }
        }
    }

    @Override
    public LogicalKeyboard keyboard() {
        return interfaces.inputs().getFirst().keyboard();
    }

    @Override
    public LogicalPointer pointer() {
        return interfaces.inputs().getFirst().pointer();
    }

    @Override
    public LogicalKeyboard keyboard(int head) {
        return interfaces.input(current, head).keyboard();
    }

    @Override
    public LogicalPointer pointer(int head) {
        return interfaces.input(current, head).pointer();
    }

    @Override
    public LogicalTouch touch() {
        return interfaces.touch();
    }

    @Override
    public List<LogicalDisplay> heads() {
        return List.copyOf(interfaces.heads());
    }

    @Override
    public Registration onStateChange(Runnable listener) {
        return lamp.onChange(listener);
    }

    /** It is to be this from its next start on; whether it is so already, as it is off. */
    boolean redefine(VmSpec spec) {
        power.lock();
        try {
            declared = spec;
            interfaces.growTo(spec.heads().count(), this::waitingBegan, this::sizeWished);
            if (life == null) {
                current = spec;
            }
            return life == null;
        } finally {
            power.unlock();
        }
    }

    /** Removes what is kept of a machine that is off, which can be started no more. */
    void forget() throws VirtualMachineException {
        power.lock();
        try {
            if (life != null || OwnProcess.find(folder.qemuPid(), folder).isPresent()) {
                throw new VirtualMachineException(name() + " is on: stop it first");
            }
            launcher.clearAway(folder);
            folder.remove();
            forgotten = true;
        } catch (IOException e) {
            throw new VirtualMachineException("cannot remove " + folder.path() + ": " + e.getMessage(), e);
        } finally {
            power.unlock();
        }
    }

    /** Lets go of the machine, which runs on if it does. */
    void letGo() {
        power.lock();
        try {
            Life present = life;
            life = null;
            if (present != null) {
                present.session.close();
            }
        } finally {
            power.unlock();
        }
    }
}
