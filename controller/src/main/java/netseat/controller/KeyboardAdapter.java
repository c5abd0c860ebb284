package netseat.controller;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import netseat.controller.KeyboardPreset.Repeat;
import netseat.hypervisor.LogicalKeyboard;
import netseat.hypervisor.VirtualMachine;
import netseat.protocol.Attachment;
import netseat.protocol.FrameWriter;
import netseat.protocol.KeyAction;
import org.jspecify.annotations.Nullable;

/**
 * HID usages or scan codes from a keyboard to the logical keyboard, as its preset says; LEDs back. What is pressed while the
 * seat's menu is open goes there.
 */
public final class KeyboardAdapter extends InputAdapter {
    private static final KeyTable PLAIN_KEYS = new KeyTable(Map.of());

    private final DueTimes times;
    private final KeyRepeat repeat;
    private final DoubleTap tap = new DoubleTap();
    private @Nullable LogicalKeyboard keyboard; // to which keys go
    private @Nullable LogicalKeyboard lamps; // whose LEDs are shown
    private List<VirtualMachine> others = List.of(); // into which it types as well
    private volatile @Nullable SeatMenu menu;
    private KeyTable keys = PLAIN_KEYS;
    private Repeat repeats = Repeat.DEVICE;

    KeyboardAdapter(String name, int number, Attachment attachment, Link link, DueTimes times) {
        super(name, number, attachment, link, KeyTable.SIZE);
        this.times = times;
        this.repeat = new KeyRepeat(this, times, this::repeatAgain);
    }

    @Override
    synchronized void use(Preset preset) {
        KeyboardPreset next = preset.keyboard();
        keys = next.keys().isEmpty() ? PLAIN_KEYS : new KeyTable(next.keys());
        repeats = next.repeat();
        repeat.use(next);
    }

    /** Where a key goes. */
    private enum Way {
        MACHINE,
        MENU,
        /** It is what opens the menu. */
        OPEN
    }

    /** The seat's menu, which it opens and works; null when it leaves the seat. */
    synchronized void sitsAt(@Nullable SeatMenu of) {
        menu = of;
        tap.reset();
    }

    /** What the keyboard says of a key. A key that no PC keyboard has, and one that repeats unheld, has no effect. */
    void key(int page, int code, KeyAction action) {
        int scanCode = ScanCodes.of(page, code);
        if (scanCode == ScanCodes.NONE) {
            return;
        }
        int key = KeyTable.number(scanCode);
        Way way = take(key, action);
        SeatMenu of = menu;
        if (way != Way.MACHINE && of != null) { // without the lock, as a menu takes those of its keyboards
            if (way == Way.OPEN) {
                of.open();
            } else {
                of.key(key, action, link());
            }
        }
    }

    /** Gives the key to the machine, unless it is for the menu. */
    private synchronized Way take(int key, KeyAction action) {
        if (isForMenu()) {
            return Way.MENU;
        }
        SeatMenu of = menu;
        if (of != null && isSecondTap(key, action, of)) {
            tapInMachine(key);
            tap.reset();
            return Way.OPEN;
        }
        LogicalKeyboard to = keyboard;
        if (to != null) {
            give(key, action, to);
        }
        return Way.MACHINE;
    }

    private boolean isSecondTap(int key, KeyAction action, SeatMenu of) {
        if (key != of.hotkey()) {
            tap.interrupted();
        } else if (action == KeyAction.RELEASE) {
            tap.released();
        } else if (action == KeyAction.PRESS) {
            return tap.pressed(times.now());
        }
        return false;
    }

    /** The machine has had the first of the two presses that open the menu, and has the second one too, or its lock were on. */
    private void tapInMachine(int key) {
        LogicalKeyboard to = keyboard;
        if (to != null) {
            give(key, KeyAction.PRESS, to);
            give(key, KeyAction.RELEASE, to);
        }
    }

    private void give(int key, KeyAction action, LogicalKeyboard to) {
        switch (action) {
            case PRESS -> press(key, to);
            case REPEAT -> repeatedByDevice(key, to);
            case RELEASE -> {
                repeat.released(key);
                if (held().isHeld(key)) {
                    int as = held().as(key);
                    if (held().release(key)) {
                        to.key(KeyTable.scanCode(as), false);
                    }
                }
            }
        }
    }

    private void press(int key, LogicalKeyboard to) {
        int as = keys.of(key);
        if (held().isHeld(key)) {
            repeatedByDevice(key, to);
        } else if (as != KeyTable.NONE) {
            if (held().press(key, as)) {
                to.key(KeyTable.scanCode(as), true);
            }
            repeat.pressed(key);
        }
    }

    /** A key held across a replug repeats still; the new machine has never seen it pressed and must not. */
    private void repeatedByDevice(int key, LogicalKeyboard to) {
        if (repeats == Repeat.DEVICE && held().isHeld(key)) {
            to.key(KeyTable.scanCode(held().as(key)), true);
        }
    }

    /** A repeat of the controller's own; false when the key is not held any more. */
    private synchronized boolean repeatAgain(int key) {
        LogicalKeyboard to = keyboard;
        if (to == null || !held().isHeld(key)) {
            return false;
        }
        to.key(KeyTable.scanCode(held().as(key)), true);
        return true;
    }

    /** Types into these machines as well from now on, after releasing everything; none: only into the one it is plugged into. */
    synchronized void broadcastTo(List<VirtualMachine> machines) {
        if (!others.equals(machines)) {
            releaseAll();
            others = machines;
            aim();
        }
    }

    /** A machine ended: what is held in it is forgotten, and released in all others that it was held in with it. */
    synchronized void ended(VirtualMachine machine) {
        if (keyboard instanceof BroadcastKeyboard several && several.forget(machine)) {
            releaseAll();
        }
    }

    /** Finds out to which keyboard or keyboards keys go; nothing is held. */
    private void aim() {
        VirtualMachine machine = plug().machine();
        boolean types = !observes();
        if (others.isEmpty()) {
            keyboard = machine != null && types ? machine.keyboard(plug().head()) : null;
            return;
        }
        List<Plug> all = new ArrayList<>();
        if (machine != null && types) {
            all.add(plug());
        }
        others.forEach(other -> all.add(Plug.into(other)));
        keyboard = new BroadcastKeyboard(all);
    }

    @Override
    void connect(VirtualMachine next) {
        LogicalKeyboard of = next.keyboard(plug().head());
        lamps = of;
        aim();
        follow(of.onLeds(bits -> sendLeds(of)));
        sendLeds(of);
    }

    @Override
    boolean isElsewhere(VirtualMachine plugged) {
        return !plugged.keyboard(plug().head()).equals(lamps);
    }

    @Override
    void unplugged() {
        aim();
    }

    @Override
    void release(int key) {
        LogicalKeyboard to = keyboard;
        if (to != null) {
            to.key(KeyTable.scanCode(key), false);
        }
    }

    @Override
    void letGo() {
        keyboard = null;
        lamps = null;
    }

    @Override
    synchronized void detach() {
        super.detach();
        repeat.close();
    }

    /** The lock keeps a late word of a machine that was left from the LEDs of the new one. */
    private synchronized void sendLeds(LogicalKeyboard of) {
        if (of.equals(lamps)) {
            ByteBuffer frame = ByteBuffer.allocate(16);
            FrameWriter.leds(frame, number(), of.leds() & 7);
            link().send(frame.flip());
        }
    }
}
