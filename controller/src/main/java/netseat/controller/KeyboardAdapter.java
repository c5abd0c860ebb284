package netseat.controller;

import java.nio.ByteBuffer;
import java.util.Map;
import netseat.controller.KeyboardPreset.Repeat;
import netseat.hypervisor.LogicalKeyboard;
import netseat.hypervisor.VirtualMachine;
import netseat.protocol.Attachment;
import netseat.protocol.FrameWriter;
import netseat.protocol.KeyAction;
import org.jspecify.annotations.Nullable;

/** HID usages or scan codes from a keyboard to the logical keyboard, as its preset says; LEDs back. */
public final class KeyboardAdapter extends InputAdapter {
    private static final KeyTable PLAIN_KEYS = new KeyTable(Map.of());

    private final KeyRepeat repeat;
    private @Nullable LogicalKeyboard keyboard;
    private KeyTable keys = PLAIN_KEYS;
    private Repeat repeats = Repeat.DEVICE;

    KeyboardAdapter(String name, int number, Attachment attachment, Link link, DueTimes times) {
        super(name, number, attachment, link, KeyTable.SIZE);
        this.repeat = new KeyRepeat(this, times, this::repeatAgain);
    }

    @Override
    synchronized void use(Preset preset) {
        KeyboardPreset next = preset.keyboard();
        keys = next.keys().isEmpty() ? PLAIN_KEYS : new KeyTable(next.keys());
        repeats = next.repeat();
        repeat.use(next);
    }

    /** What the keyboard says of a key. A key that no PC keyboard has, and one that repeats unheld, has no effect. */
    synchronized void key(int page, int code, KeyAction action) {
        LogicalKeyboard to = keyboard;
        int scanCode = ScanCodes.of(page, code);
        if (to == null || scanCode == ScanCodes.NONE) {
            return;
        }
        int key = KeyTable.number(scanCode);
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

    @Override
    void connect(VirtualMachine next) {
        LogicalKeyboard to = next.keyboard();
        keyboard = to;
        follow(to.onLeds(bits -> sendLeds(to)));
        sendLeds(to);
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
    }

    @Override
    synchronized void detach() {
        super.detach();
        repeat.close();
    }

    /** The lock keeps a late word of a machine that was left from the LEDs of the new one. */
    private synchronized void sendLeds(LogicalKeyboard of) {
        if (of.equals(keyboard)) {
            ByteBuffer frame = ByteBuffer.allocate(16);
            FrameWriter.leds(frame, number(), of.leds() & 7);
            link().send(frame.flip());
        }
    }
}
