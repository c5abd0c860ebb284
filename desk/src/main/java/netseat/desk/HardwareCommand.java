package netseat.desk;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import netseat.device.DeviceKey;
import netseat.device.LinkMaker;
import netseat.linux.DrmCard;
import netseat.linux.InputFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What the subcommands for this computer's own devices have in common: take them, plug them in, and let go of all. */
abstract class HardwareCommand implements Callable<Integer> {
    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(names = "--list", description = "only say which devices there are")
    private boolean list;

    @Option(names = "--input-folder", hidden = true)
    private Path inputs = InputFolder.USUAL;

    @Option(names = "--card-folder", hidden = true)
    private Path cards = DrmCard.USUAL;

    private final PrintStream out = System.out;
    private final Peripherals peripherals = new Peripherals();
    private final List<AutoCloseable> open = new ArrayList<>(); // guarded by itself, closed from the last to the first

    /** The input devices that it is for. */
    abstract Set<InputKind> kinds();

    /** Whether it is for screens. */
    abstract boolean displays();

    /** Whether a window takes the place of this computer's devices. */
    boolean isWindow() {
        return false;
    }

    /** Only these input devices; all when it is empty. */
    Set<Path> only() {
        return Set.of();
    }

    /** Whether the chord for leaving ends it. */
    boolean leavesByChord() {
        return false;
    }

    /** What there is none of when nothing was found, for a person. */
    abstract String wanted();

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        DrmMonitors monitors = new DrmMonitors(cards, Path.of("/sys/class/drm"));
        if (list) {
            return list(monitors);
        }
        DeviceKey key = common.key();
        common.introduce(key, out);
        Announcer announcer = new Announcer(new DeskEnd(peripherals), out);
        Thread hook = new Thread(() -> stopAndHalt(announcer), "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            LinkMaker maker = common.link(key);
            if (isWindow()) {
                openWindow("Netseat " + key.id().brief(), announcer);
            } else {
                take(monitors, announcer);
            }
            keep(maker.open(announcer));
            announcer.await(common.giveUpSeconds());
            return ExitStatus.OK;
        } catch (IOException e) {
            throw new CommandFailure(ExitStatus.FAULT, String.valueOf(e.getMessage()));
        } finally {
            letGo();
            remove(hook);
        }
    }

    /** The program's own end has a status of its own. */
    private static void remove(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // it is what ends this program
        }
    }

    private int list(DrmMonitors monitors) throws CommandFailure {
        DeviceList all = new DeviceList(out);
        try {
            if (!kinds().isEmpty()) {
                all.inputs(inputs, kinds());
            }
            if (displays()) {
                all.monitors(monitors);
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitStatus.FAULT, String.valueOf(e.getMessage()));
        }
        if (all.count() == 0) {
            throw none(all.isDenied());
        }
        return ExitStatus.OK;
    }

    private void take(DrmMonitors monitors, Announcer announcer) throws CommandFailure, IOException {
        boolean denied = false;
        int count = 0;
        if (displays()) {
            DisplayLoop loop = new DisplayLoop(monitors, peripherals, out);
            keep(loop);
            count += loop.count();
            denied |= monitors.isDenied();
            loop.start();
        }
        if (!kinds().isEmpty() && (!displays() || inputs.toFile().isDirectory())) {
            InputLoop loop = input(announcer);
            keep(loop);
            count += loop.count();
            denied |= loop.isDenied();
            loop.start();
        }
        if (count == 0) {
            throw none(denied);
        }
    }

    private void openWindow(String title, Announcer announcer) throws CommandFailure, IOException {
        X11Window window = DesktopWindow.open(title, !kinds().isEmpty(), System.getenv());
        keep(window);
        WindowMonitor monitor = new WindowMonitor(window, DesktopWindow.display(System.getenv()));
        DisplayLoop display = new DisplayLoop(() -> List.of(monitor), peripherals, out);
        Runnable chord = leavesByChord() ? announcer::end : () -> {};
        WindowLoop loop = new WindowLoop(window, monitor, !kinds().isEmpty(), peripherals, chord, announcer::end, out);
        keep(loop);
        keep(display);
        loop.start();
        display.start();
    }

    private InputLoop input(Announcer announcer) throws CommandFailure {
        Runnable leave = leavesByChord() ? announcer::end : () -> {};
        try {
            return new InputLoop(inputs, kinds(), only(), peripherals, leave, out);
        } catch (IOException e) {
            throw new CommandFailure(ExitStatus.NO_DEVICE, "there is no " + wanted() + ": " + e.getMessage());
        }
    }

    private CommandFailure none(boolean denied) {
        return denied
                ? new CommandFailure(
                        ExitStatus.NO_PERMISSION,
                        "this user may not use the " + wanted()
                                + ": run it as root, or add the user to the groups input"
                                + " and video and log in again")
                : new CommandFailure(ExitStatus.NO_DEVICE, "there is no " + wanted() + "; --list shows what there is");
    }

    private void keep(AutoCloseable resource) {
        synchronized (open) {
            open.add(resource);
        }
    }

    private void letGo() {
        synchronized (open) {
            for (AutoCloseable resource : open.reversed()) {
                close(resource);
            }
            open.clear();
        }
    }

    private void close(@Nullable AutoCloseable resource) {
        try {
            if (resource != null) {
                resource.close();
            }
        } catch (Exception e) {
            out.println("While letting go: " + e.getMessage());
        }
    }

    /** Ctrl-C and the system's end: the controller is told, and the console has its devices back, before the program ends. */
    private void stopAndHalt(Announcer announcer) {
        announcer.end();
        letGo();
        Runtime.getRuntime().halt(ExitStatus.OK);
    }
}
