package netseat.desk;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import netseat.linux.AxisRange;
import netseat.linux.Evdev;
import netseat.linux.InputAbilities;
import netseat.linux.InputDevice;
import netseat.linux.InputFolder;
import netseat.linux.InputPoller;
import netseat.linux.LinuxException;
import netseat.linux.WakeUp;

/**
 * The input thread: waits for this computer's keyboards, mice and touch screens, passes on what they say, and takes up
 * and lets go of those that come and go. Everything about the devices is done on it.
 */
final class InputLoop implements AutoCloseable {
    private static final AxisRange NO_AXIS = new AxisRange(0, 1);

    private final Set<InputKind> kinds;
    private final Set<Path> only;
    private final Peripherals peripherals;
    private final Runnable leave;
    private final PrintStream out;
    private final InputFolder folder;
    private final WakeUp wakeUp = new WakeUp();
    private final InputPoller poller;
    private final Thread thread = Thread.ofPlatform().name("input").unstarted(this::run);
    private volatile boolean stopping;

    // The thread's own.
    private final List<GrabbedDevice> devices = new ArrayList<>();
    private final Beeper beeper = new Beeper();
    private final Set<Path> refused = new HashSet<>();
    private boolean denied;

    /**
     * Takes up what is there already.
     *
     * @param only these devices; all of the kinds when it is empty
     * @param leave what the chord for leaving does
     * @throws IOException when there is no {@code /dev/input}
     */
    InputLoop(
            Path folder, Set<InputKind> kinds, Set<Path> only, Peripherals peripherals, Runnable leave, PrintStream out)
            throws IOException {
        this.kinds = EnumSet.copyOf(kinds);
        this.only = Set.copyOf(only);
        this.peripherals = peripherals;
        this.leave = leave;
        this.out = out;
        this.folder = new InputFolder(folder);
        this.poller = new InputPoller(this.folder, wakeUp);
        comeAndGo();
    }

    /** Whether there are devices that this user may not use; before {@link #start} only. */
    boolean isDenied() {
        return denied;
    }

    /** How many devices it has; before {@link #start} only. */
    int count() {
        return devices.size();
    }

    void start() {
        thread.start();
    }

    private void run() {
        try {
            boolean soon = false;
            while (!stopping) {
                poller.await(soon ? Blinking.HALF_MILLIS / 2 : -1);
                read();
                if (folder.changed()) {
                    comeAndGo();
                }
                wakeUp.quiet();
                soon = serve();
            }
        } catch (IOException e) {
            out.println("The keyboards and mice are lost: " + e.getMessage());
            leave.run();
        } finally {
            devices.forEach(GrabbedDevice::close);
            beeper.close();
            folder.close();
            wakeUp.close();
        }
    }

    private void read() {
        boolean gone = false;
        for (int i = 0; i < devices.size(); i++) {
            if (poller.isReady(i)) {
                gone |= !stillThere(devices.get(i));
            }
        }
        if (gone) {
            devices.removeIf(device -> device.peripherals().isEmpty());
            watch();
        }
    }

    private boolean stillThere(GrabbedDevice device) {
        try {
            device.read();
            return true;
        } catch (IOException e) {
            out.println("Unplugged: " + device.device().abilities().name());
            device.peripherals().forEach(peripherals::remove);
            device.peripherals().clear();
            device.close();
            return false;
        }
    }

    private boolean serve() {
        long now = System.nanoTime();
        boolean soon = false;
        boolean bright = false;
        for (int i = 0; i < devices.size(); i++) {
            soon |= devices.get(i).serve(now);
            bright |= devices.get(i).isBright(now);
        }
        beeper.serve(bright);
        return soon;
    }

    /** Takes up what is new. What is gone is found by reading it. */
    private void comeAndGo() throws IOException {
        Set<Path> known = new HashSet<>();
        devices.forEach(device -> known.add(device.path()));
        List<Path> present = folder.devices();
        present.removeIf(beeper::is);
        refused.retainAll(present);
        for (Path path : present) {
            if (!known.contains(path) && (only.isEmpty() || only.contains(path))) {
                takeUp(path);
            }
        }
        watch();
    }

    private void watch() {
        poller.watch(devices.stream().map(GrabbedDevice::device).toList());
    }

    private void takeUp(Path path) {
        try {
            InputDevice device = InputDevice.open(path);
            try {
                takeUp(device);
            } catch (LinuxException e) {
                device.close();
                throw e;
            }
            refused.remove(path);
        } catch (LinuxException e) {
            denied |= e.isPermission();
            if (!e.isGone() && refused.add(path)) { // once for each device, not at each change of the folder
                out.println("Left out: " + e.getMessage());
            }
        }
    }

    private void takeUp(InputDevice device) throws LinuxException {
        InputAbilities abilities = device.abilities();
        List<InputPeripheral> found = new ArrayList<>();
        if (kinds.contains(InputKind.KEYBOARD) && abilities.isKeyboard()) {
            found.add(new KeyboardPeripheral(abilities, peripherals, wakeUp::ring, leave));
        }
        if (kinds.contains(InputKind.TOUCH) && abilities.isTouch()) {
            found.add(TouchPeripheral.of(device, peripherals, wakeUp::ring));
        }
        if (kinds.contains(InputKind.MOUSE) && abilities.isPointer()) {
            found.add(new PointerPeripheral(
                    abilities,
                    abilities.hasPositions() ? device.range(Evdev.ABS_X) : NO_AXIS,
                    abilities.hasPositions() ? device.range(Evdev.ABS_Y) : NO_AXIS,
                    peripherals,
                    wakeUp::ring));
        }
        if (found.isEmpty()) {
            if (!beeper.take(device)) {
                device.close();
            }
            return;
        }
        devices.add(new GrabbedDevice(device, found));
        out.println("Taken: " + abilities.name() + " (" + device.path() + ")");
        found.forEach(peripherals::add);
    }

    /** Lets go of everything and waits until that is done. */
    @Override
    public void close() {
        stopping = true;
        if (thread.isAlive()) {
            wakeUp.ring();
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        } else if (thread.getState() == Thread.State.NEW) {
            devices.forEach(GrabbedDevice::close);
            beeper.close();
            folder.close();
            wakeUp.close();
        }
    }
}
