package netseat.controller;

import java.nio.ByteBuffer;
import netseat.hypervisor.PowerState;
import netseat.hypervisor.VirtualMachine;
import netseat.protocol.Attachment;
import netseat.protocol.FrameWriter;
import netseat.protocol.PlugState;
import org.jspecify.annotations.Nullable;

/**
 * The controller's object for one peripheral: the device's own format on one side, a logical interface of the machine
 * that it is plugged into on the other.
 *
 * <p>Its lock makes each event and each replug whole: what a device sends while it is replugged reaches either the old
 * machine, before its keys are released there, or the new one. Nothing blocks while it is held.
 */
public abstract sealed class Adapter permits InputAdapter, DisplayAdapter {
    private static final int MAX_SMALL_FRAME = 1024;

    private volatile String name;
    private final int number;
    private final Attachment attachment;
    private final Link link;
    private volatile @Nullable DeviceUnit owner;
    private Plug plug = Plug.NOTHING;

    Adapter(String name, int number, Attachment attachment, Link link) {
        this.name = name;
        this.number = number;
        this.attachment = attachment;
        this.link = link;
    }

    /** The name that people know the peripheral by, such as "a/keyboard". */
    public final String name() {
        return name;
    }

    /** Is known by another name, as it comes to another seat. */
    final void rename(String to) {
        name = to;
    }

    /** The peripheral's number on its link. */
    final int number() {
        return number;
    }

    /** What the peripheral said of itself. */
    public final Attachment attachment() {
        return attachment;
    }

    final Link link() {
        return link;
    }

    /** The device, or the hub's unit, whose peripheral it is; null when it is a page's. */
    public final @Nullable DeviceUnit owner() {
        return owner;
    }

    /** It is the peripheral of this device or unit. */
    final void belongsTo(DeviceUnit device) {
        owner = device;
    }

    /** What it is plugged into, and how. */
    public final synchronized Plug plug() {
        return plug;
    }

    /** Whether it only watches; the lock is held. */
    final boolean observes() {
        return plug.observe();
    }

    /** The machine that it is plugged into. */
    public final synchronized @Nullable VirtualMachine machine() {
        return plug.machine();
    }

    /** Plugs into something else, after releasing everything in what was before. */
    final synchronized void plug(Plug next) {
        Plug before = plug;
        if (isOther(before, next)) {
            disconnect();
            plug = next;
            VirtualMachine machine = next.machine();
            if (machine == null) {
                unplugged();
            } else {
                connect(machine);
            }
        }
        plug = next;
        sendStatus();
    }

    /** Whether the difference is one to this peripheral; the lock is held. */
    boolean isOther(Plug before, Plug next) {
        return !before.equals(next);
    }

    /** The machine that it is plugged into runs, stands or ended. */
    final synchronized void machineChanged() {
        VirtualMachine plugged = plug.machine();
        if (plugged != null && !isOn(plugged.state())) {
            forgetHeld();
        }
        if (plugged != null && isElsewhere(plugged)) {
            disconnect();
            connect(plugged);
        }
        sendStatus();
    }

    /** Whether the machine, which has begun another life, has another logical interface for it now; the lock is held. */
    boolean isElsewhere(VirtualMachine plugged) {
        return false;
    }

    static boolean isOn(PowerState state) {
        return state == PowerState.RUNNING || state == PowerState.PAUSED;
    }

    private void sendStatus() {
        VirtualMachine plugged = plug.machine();
        ByteBuffer frame = ByteBuffer.allocate(MAX_SMALL_FRAME);
        if (plugged == null) {
            FrameWriter.status(frame, number, PlugState.UNPLUGGED, "", "Not plugged into any virtual machine.");
        } else {
            FrameWriter.status(frame, number, plugState(plugged.state()), plugged.name(), words(plugged));
        }
        link.send(frame.flip());
    }

    private static PlugState plugState(PowerState state) {
        return switch (state) {
            case OFF -> PlugState.OFF;
            case STARTING -> PlugState.STARTING;
            case RUNNING -> PlugState.RUNNING;
            case PAUSED -> PlugState.PAUSED;
            case FAILED -> PlugState.FAILED;
        };
    }

    /** What a person is to know of the machine that the peripheral is plugged into; may be nothing. The lock is held. */
    String words(VirtualMachine plugged) {
        String title = plugged.spec().title();
        return switch (plugged.state()) {
            case OFF -> title + " is off.";
            case STARTING -> title + " is starting.";
            case RUNNING -> plug.observe() ? "only watching: nothing that is typed or pointed here reaches it" : "";
            case PAUSED -> title + " is paused.";
            case FAILED -> title + " has failed: " + plugged.lastWords();
        };
    }

    /** The device is to be like this from now on, whatever it is plugged into. */
    abstract void use(Preset preset);

    /** Connects to the machine's logical interface and tells the device its state; the lock is held. */
    abstract void connect(VirtualMachine next);

    /** Releases everything and lets go of the logical interface, if there is one; the lock is held. */
    abstract void disconnect();

    /** It is plugged into nothing from now on; the lock is held. */
    void unplugged() {}

    /** Releases whatever is held in the machine. */
    abstract void releaseAll();

    /** Forgets what is held, as the machine that it was held in is gone; the lock is held. */
    abstract void forgetHeld();

    /** Whether a key or button is held. */
    abstract boolean isHolding();

    /** Unplugs for good: the peripheral is detached or its link is gone. */
    synchronized void detach() {
        disconnect();
        plug = Plug.NOTHING;
    }
}
