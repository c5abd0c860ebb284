package netseat.qemu;

import java.io.IOException;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import netseat.hypervisor.VmSpec;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Our connection to one running QEMU: QMP, the display, and the machine's keyboard, pointer and touch screen attached to them. Ends
 * with the process, or earlier when the controller goes.
 *
 * <p>QMP's events and answers arrive here, on the thread "qmp NAME", in the order in which QEMU did things: what was
 * sent before the guest was paused and refused is refused after its STOP.
 */
final class QemuSession implements QmpConnection.Handler, PixelLoop.Events, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QemuSession.class);

    private static final Duration LIMIT = Duration.ofSeconds(10);

    /**
     * Refreshes the console before it finds that such a file cannot be. Short, for QEMU reads its monitor byte by byte, with
     * a poll and a read for each: 3 microseconds of a core. So it has no id either; see {@link QmpReplies}.
     */
    private static final byte[] REFRESH =
            "{\"execute\":\"screendump\",\"arguments\":{\"filename\":\"\"}}".getBytes(StandardCharsets.US_ASCII);

    /** How we come to this QEMU. */
    enum How {
        /** We have just started it; its guest has not begun. */
        STARTED,
        /** An earlier controller started it. */
        TAKEN_BACK,
        /** Somebody else runs it. */
        FOREIGN
    }

    /** What the machine wants to know; called on a thread of the session, must not block. */
    interface Owner {
        /** The guest runs from now on, or stands still. */
        void runStateChanged(QemuSession session);

        /** QEMU speaks to us no more: it ends, or has failed. */
        void connectionLost(QemuSession session);
    }

    /** The logical interfaces of the machine, which outlive the session. */
    record Interfaces(List<QemuInput> inputs, QemuTouch touch, List<QemuDisplay> heads) {
        /** Those of a machine with so many heads, which tells of what the displays' onlookers want. */
        static Interfaces of(int count, Runnable onWaiting, Runnable onWish) {
            Interfaces made =
                    new Interfaces(new CopyOnWriteArrayList<>(), new QemuTouch(), new CopyOnWriteArrayList<>());
            made.growTo(count, onWaiting, onWish);
            return made;
        }

        /** The keyboard and the pointer of a head, from 1, in a machine that runs as this specification says. */
        QemuInput input(VmSpec spec, int head) {
            return inputs.get(head < 1 || head > spec.inputs() ? 0 : head - 1);
        }

        /** Makes more heads where there are fewer; those that a running machine lacks stay black. */
        void growTo(int count, Runnable onWaiting, Runnable onWish) {
            while (heads.size() < count) {
                inputs.add(QemuInput.of(inputs.size()));
                heads.add(new QemuDisplay(onWaiting, onWish));
            }
        }
    }

    /** What exists once QMP is connected. */
    private record Parts(
            QmpConnection qmp,
            HeldFile held,
            UnansweredInput unanswered,
            List<QmpInput> ports,
            Refresher refresher,
            PixelLoop pixels) {}

    private final VmSpec spec;
    private final QemuLife qemu;
    private final Interfaces interfaces;
    private final List<QemuInput> inputs; // those of the interfaces that this life of the machine has
    private final Owner owner;

    private volatile @Nullable Parts parts;
    private boolean inputAttached;
    private int runStateEvents;
    private volatile boolean running;
    private volatile boolean closed;
    private volatile boolean shutdownSeen;
    private final CountDownLatch qmpEnded = new CountDownLatch(1);

    private QemuSession(VmSpec spec, QemuLife qemu, Interfaces interfaces, Owner owner) {
        this.spec = spec;
        this.qemu = qemu;
        this.interfaces = interfaces;
        this.inputs = List.copyOf(interfaces.inputs().subList(0, spec.inputs()));
        this.owner = owner;
    }

    /**
     * Connects to a QEMU that was just started or runs already, and attaches the machine's interfaces.
     *
     * @param how fails without the display unless the machine was taken back; then its lack is only logged
     */
    static QemuSession attach(
            QemuPlaces places, VmSpec spec, QemuLife qemu, Interfaces interfaces, Owner owner, JsonMapper json, How how)
            throws IOException {
        QemuSession session = new QemuSession(spec, qemu, interfaces, owner);
        try {
            Parts parts = session.connect(places, json, how);
            parts.refresher.start();
            session.attachInput(parts, TouchScreen.plug(spec, parts.qmp, how, LIMIT));
            session.attachDisplay(parts, how != How.TAKEN_BACK);
            return session;
        } catch (IOException e) {
            session.close();
            throw e;
        }
    }

    private Parts connect(QemuPlaces places, JsonMapper json, How how) throws IOException {
        String name = spec.name();
        QmpConnection qmp = connectWhenThere(places.qmp(), json);
        ByteBuffer look = ByteBuffer.allocateDirect(REFRESH.length).put(REFRESH);
        // only the first head has a VGA, which is looked at; to the others the guest's driver sends by itself
        QemuDisplay display = interfaces.heads().getFirst();
        Refresher refresher = new Refresher(name, RefreshBurst.STANDARD, display::isWaitedFor, () -> {
            if (!qmp.send(look.rewind())) {
                refreshed(); // not sent, so not to be waited for
            }
        });
        PixelLoop pixels =
                new PixelLoop(spec, places.bus(), interfaces.heads(), how == How.STARTED, refresher::moved, this);
        UnansweredInput unanswered = new UnansweredInput();
        List<QmpInput> ports = ports(qmp, unanswered, refresher);
        Parts made = new Parts(qmp, new HeldFile(places.held()), unanswered, ports, refresher, pixels);
        parts = made;
        return made;
    }

    /** One for each of the inputs; only what is seen on the first head is looked at sooner. */
    private List<QmpInput> ports(QmpConnection qmp, UnansweredInput unanswered, Refresher refresher) {
        if (spec.input() == VmSpec.InputKind.SHARED) {
            return List.of(new QmpInput(qmp, unanswered, refresher::inputSent));
        }
        List<QmpInput> ports = new ArrayList<>();
        for (int head = 0; head < inputs.size(); head++) {
            ports.add(QmpInput.toHead(head, qmp, unanswered, head == 0 ? refresher::inputSent : () -> {}));
        }
        return List.copyOf(ports);
    }

    private QmpConnection connectWhenThere(Path socket, JsonMapper json) throws IOException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                return QmpConnection.open(spec.name(), socket, this, json, LIMIT);
            } catch (SocketException e) {
                if (!qemu.isAlive() || System.nanoTime() - deadline > 0) {
                    throw e;
                }
                LockSupport.parkNanos(2_000_000);
            }
        }
    }

    /** Asks whether the guest runs; events that come while we ask are newer than the answer. */
    private void attachInput(Parts with, boolean hasTouch) throws IOException {
        while (true) {
            int before;
            synchronized (this) {
                before = runStateEvents;
            }
            boolean runs = with.qmp
                    .call("query-status", Map.of(), LIMIT)
                    .path("running")
                    .asBoolean(false);
            synchronized (this) {
                if (before == runStateEvents) {
                    for (int i = 0; i < inputs.size(); i++) {
                        inputs.get(i).open(with.ports.get(i), with.held, spec, with.qmp::wakeup);
                    }
                    interfaces.touch().open(with.ports.getFirst(), with.held, hasTouch);
                    inputAttached = true;
                    applyRunState(runs);
                    return;
                }
            }
        }
    }

    private void attachDisplay(Parts with, boolean needed) throws IOException {
        CompletableFuture<Void> display = with.pixels.start();
        try {
            display.get(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            if (needed) {
                throw new IOException("QEMU's display cannot be reached: " + e.getMessage(), e);
            }
            LOG.error("{}: the display cannot be reached until the machine is started again", spec.name(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Whether the guest runs; else it stands still. */
    boolean isRunning() {
        return running;
    }

    /**
     * Whether QEMU, whose process has ended, said that it ends in good order. What it said last may not have been read yet:
     * that is waited for.
     */
    boolean saidShutdown() {
        try {
            if (!qmpEnded.await(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("{}: QMP goes on although QEMU has ended", spec.name());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return shutdownSeen;
    }

    /** Waits until the guest believes nothing pressed any more, which its users have asked for; whether it came in time. */
    boolean awaitReleased(Duration limit) {
        Parts with = parts;
        long deadline = System.nanoTime() + limit.toNanos();
        while (with != null && !with.held.isEmpty()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(1_000_000);
        }
        return true;
    }

    /** A command and its answer; see {@link QmpConnection#call}. */
    JsonNode call(String command, Map<String, ?> arguments) throws IOException {
        Parts with = parts;
        if (with == null || closed) {
            throw new IOException("not connected");
        }
        return with.qmp.call(command, arguments, LIMIT);
    }

    /** An onlooker begins to wait for a newer picture. Any thread. */
    void waitingBegan() {
        Parts with = parts;
        if (with != null) {
            with.refresher.waitingBegan();
        }
    }

    /** A display is wished in another size. Any thread. */
    void sizeWished() {
        Parts with = parts;
        if (with != null) {
            with.pixels.wished();
        }
    }

    @Override
    public void event(String event, JsonNode data) {
        switch (event) {
            case "STOP" -> runState(false);
            case "RESUME" -> runState(true);
            case "RESET" -> {
                inputs.forEach(QemuInput::reset);
                interfaces.touch().reset();
            }
            case "SHUTDOWN" -> shutdownSeen = true;
            case "GUEST_PANICKED", "BLOCK_IO_ERROR" -> LOG.warn("{}: {} {}", spec.name(), event, data);
            default -> LOG.debug("{}: {} {}", spec.name(), event, data);
        }
    }

    private void runState(boolean nowRuns) {
        synchronized (this) {
            runStateEvents++;
            applyRunState(nowRuns);
        }
        owner.runStateChanged(this);
    }

    private void applyRunState(boolean nowRuns) {
        running = nowRuns;
        if (!inputAttached) {
            return;
        }
        if (nowRuns) {
            inputs.forEach(QemuInput::resume);
            interfaces.touch().resume();
        } else {
            inputs.forEach(QemuInput::pause);
            interfaces.touch().pause();
        }
    }

    @Override
    public void input(boolean accepted) {
        Parts with = parts;
        int token = with == null ? -1 : with.unanswered.answered();
        if (token < 0) {
            return;
        }
        QemuInput of = inputs.get(QmpInput.head(token));
        int code = QmpInput.code(token);
        switch (QmpInput.kind(token)) {
            case QmpInput.KEY -> of.keyboard().answered(code, QmpInput.isDown(token), accepted);
            case QmpInput.BUTTON -> of.pointer().buttonAnswered(code, QmpInput.isDown(token), accepted);
            case QmpInput.MOTION -> of.pointer().motionAnswered();
            case QmpInput.PROBE -> of.keyboard().probeAnswered();
            case QmpInput.TOUCH -> interfaces.touch().answered(code, accepted);
            default -> {
                // the wheel owes nothing
            }
        }
    }

    @Override
    public void refreshed() {
        Parts with = parts;
        if (with != null) {
            with.refresher.answered();
        }
    }

    @Override
    public long tick(long nowNanos) {
        long next = interfaces.touch().drain();
        for (int i = 0; i < inputs.size(); i++) {
            next = Math.min(next, inputs.get(i).drain(nowNanos));
        }
        return next;
    }

    @Override
    public void ended() {
        qmpEnded.countDown();
        if (!closed) {
            owner.connectionLost(this);
        }
    }

    /** QEMU has one set of LEDs for all keyboards of a machine: as the guest has set those of any of them last. */
    @Override
    public void modifiers(int bits) {
        inputs.forEach(input -> input.keyboard().modifiers(bits));
    }

    @Override
    public void absolute(boolean isAbsolute) {
        if (spec.input() == VmSpec.InputKind.SHARED) {
            inputs.getFirst().pointer().absolute(isAbsolute);
        }
    }

    @Override
    public void displayLost(IOException why) {
        // when QEMU ends, the bus is often the first to say so
        if (!closed && !qemu.awaitEnd(Duration.ofSeconds(1))) {
            LOG.error("{}: the display is lost until the machine is started again", spec.name(), why);
        }
    }

    /** Lets go of QEMU, which runs on if it still does; afterwards nothing of this session touches the interfaces. */
    @Override
    public void close() {
        closed = true;
        Parts with = parts;
        if (with == null) {
            return;
        }
        with.refresher.close();
        with.pixels.close();
        synchronized (this) {
            inputAttached = false;
            inputs.forEach(QemuInput::close);
            interfaces.touch().close();
        }
        with.qmp.close();
        with.held.close();
    }
}
