package netseat.qemu;

import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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
import tools.jackson.databind.json.JsonMapper;

/**
 * A virtual machine that somebody else runs, libvirt for one: we attach to its QEMU whenever there is one, and leave its power
 * and its life alone. A thread of its own looks for it, once a second while it is away.
 */
final class AttachedMachine implements VirtualMachine, QemuSession.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(AttachedMachine.class);

    private static final long LOOK_EVERY_MILLIS = 1000;
    private static final Duration RELEASE_LIMIT = Duration.ofSeconds(2);

    private final VmSpec spec;
    private final Supplier<Optional<QemuHypervisor.Place>> where;
    private final String power;
    private final Path held;
    private final JsonMapper json;
    private final QemuSession.Interfaces interfaces;
    private final PowerLamp lamp = new PowerLamp();
    private final Semaphore news = new Semaphore(0);
    private final Thread thread;

    private volatile @Nullable QemuSession session;
    private volatile boolean closed;

    /**
     * A machine that nobody looks for yet.
     *
     * @param where where it is reached; empty while it is off
     * @param power whose its power is, in words that end "is …"
     * @param folder our own folder for it
     */
    AttachedMachine(
            VmSpec spec,
            Supplier<Optional<QemuHypervisor.Place>> where,
            String power,
            VmFolder folder,
            JsonMapper json) {
        this.spec = spec;
        this.where = where;
        this.power = power;
        this.held = folder.held();
        this.json = json;
        this.interfaces = QemuSession.Interfaces.of(spec.heads().count(), this::waitingBegan, this::sizeWished);
        this.thread = Thread.ofVirtual().name("attach " + spec.name()).unstarted(this::run);
    }

    /** Looks once, and from now on. */
    void begin() {
        look();
        thread.start();
    }

    private void run() {
        try {
            while (!closed) {
                boolean _ = news.tryAcquire(LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Attaches if we are not attached and the machine is there. */
    private synchronized void look() {
        if (closed || session != null) {
            return;
        }
        Optional<QemuHypervisor.Place> place = where.get();
        if (place.isEmpty() || !Files.exists(place.get().qmp())) {
            lamp.show(PowerState.OFF, "");
            return;
        }
        try {
            QemuPlaces places = new QemuPlaces(place.get().qmp(), place.get().bus(), held);
            QemuSession attached = QemuSession.attach(
                    places, spec, new ForeignLife(), interfaces, this, json, QemuSession.How.FOREIGN);
            session = attached;
            lamp.show(attached.isRunning() ? PowerState.RUNNING : PowerState.PAUSED, "");
            LOG.info("{}: attached", name());
        } catch (ConnectException e) {
            lamp.show(PowerState.OFF, ""); // what a QEMU that has ended left behind
        } catch (IOException e) {
            String words = "cannot attach: " + e.getMessage();
            if (!words.equals(lamp.words())) {
                LOG.warn("{}: {}", name(), words);
            }
            lamp.show(PowerState.FAILED, words);
        }
    }

    @Override
    public void runStateChanged(QemuSession of) {
        if (session == of) {
            lamp.show(of.isRunning() ? PowerState.RUNNING : PowerState.PAUSED, "");
        }
    }

    @Override
    public void connectionLost(QemuSession of) {
        Thread.startVirtualThread(() -> lost(of));
    }

    private synchronized void lost(QemuSession of) {
        if (session != of) {
            return;
        }
        session = null;
        of.close();
        interfaces.heads().forEach(QemuDisplay::blank);
        try {
            Files.deleteIfExists(held); // the next life holds nothing
        } catch (IOException e) {
            LOG.warn("{}: cannot delete {}: {}", name(), held, e.getMessage());
        }
        lamp.show(PowerState.OFF, "");
        LOG.info("{}: gone", name());
        news.release();
    }

    private void waitingBegan() {
        QemuSession present = session;
        if (present != null) {
            present.waitingBegan();
        }
    }

    private void sizeWished() {
        QemuSession present = session;
        if (present != null) {
            present.sizeWished();
        }
    }

    @Override
    public VmSpec spec() {
        return spec;
    }

    @Override
    public boolean isOwn() {
        return false;
    }

    @Override
    public PowerState state() {
        return lamp.state();
    }

    @Override
    public String lastWords() {
        return lamp.words();
    }

    private VirtualMachineException notOurs() {
        return new VirtualMachineException("the power of " + name() + " is " + power);
    }

    @Override
    public void start() throws VirtualMachineException {
        throw notOurs();
    }

    @Override
    public void stop() throws VirtualMachineException {
        throw notOurs();
    }

    @Override
    public void reset() throws VirtualMachineException {
        throw notOurs();
    }

    @Override
    public void powerButton() throws VirtualMachineException {
        throw notOurs();
    }

    @Override
    public void pause() throws VirtualMachineException {
        throw notOurs();
    }

    @Override
    public void resume() throws VirtualMachineException {
        throw notOurs();
    }

    /** Not to be had: its QEMU, which may be another user's, cannot write where we would read. */
    @Override
    public Framebuffer screenshot() throws VirtualMachineException {
        throw new VirtualMachineException(name() + " is run by somebody else, whose QEMU cannot write into our folder");
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

    /** Lets go of the machine, which runs on, with nothing held. */
    synchronized void letGo() {
        closed = true;
        thread.interrupt();
        QemuSession present = session;
        session = null;
        if (present != null) {
            if (!present.awaitReleased(RELEASE_LIMIT)) {
                LOG.warn("{}: something is held still; the next start with this state folder releases it", name());
            }
            present.close();
        }
    }
}
