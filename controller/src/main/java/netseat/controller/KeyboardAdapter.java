package netseat.controller;

import java.nio.ByteBuffer;
import java.util.BitSet;
import netseat.hypervisor.LogicalKeyboard;
import netseat.hypervisor.Registration;
import netseat.hypervisor.VirtualMachine;
import netseat.protocol.Attachment;
import netseat.protocol.FrameWriter;
import netseat.protocol.KeyAction;
import org.jspecify.annotations.Nullable;

/** HID usages or scan codes from a keyboard to the logical keyboard; LEDs back. Knows what it holds down. */
public final class KeyboardAdapter extends Adapter {
    private static final int EXTENDED = 0x80;

    /** Scan codes in seven bits, {@link #EXTENDED} for those with the E0 prefix. */
    private final BitSet held = new BitSet(256);

    private @Nullable LogicalKeyboard keyboard;
    private @Nullable Registration leds;

    KeyboardAdapter(String name, int number, Attachment attachment, Link link) {
        super(name, number, attachment, link);
    }

    /** What the keyboard says of a key. A key that no PC keyboard has, and one that repeats unheld, has no effect. */
    synchronized void key(int page, int code, KeyAction action) {
        LogicalKeyboard to = keyboard;
        int scanCode = ScanCodes.of(page, code);
        if (to == null || scanCode == ScanCodes.NONE) {
            return;
        }
        int bit = (scanCode & 0x7F) | (scanCode > 0x7F ? EXTENDED : 0);
        switch (action) {
            case PRESS -> {
                held.set(bit);
                to.key(scanCode, true);
            }
            case REPEAT -> {
                // A key held across a replug repeats still; the new machine has never seen it pressed and must not.
                if (held.get(bit)) {
                    to.key(scanCode, true);
                }
            }
            case RELEASE -> {
                if (held.get(bit)) {
                    held.clear(bit);
                    to.key(scanCode, false);
                }
            }
        }
    }

    @Override
    void connect(VirtualMachine next) {
        LogicalKeyboard to = next.keyboard();
        keyboard = to;
        leds = to.onLeds(bits -> sendLeds(to));
        sendLeds(to);
    }

    @Override
    void disconnect() {
        releaseAll();
        if (leds != null) {
            leds.close();
            leds = null;
        }
        keyboard = null;
    }

    @Override
    synchronized void releaseAll() {
        LogicalKeyboard to = keyboard;
        if (to != null) {
            for (int bit = held.nextSetBit(0); bit >= 0; bit = held.nextSetBit(bit + 1)) {
                to.key(bit >= EXTENDED ? 0xE000 | (bit & 0x7F) : bit, false);
            }
        }
        held.clear();
    }

    @Override
    void forgetHeld() {
        held.clear();
    }

    @Override
    synchronized boolean isHolding() {
        return !held.isEmpty();
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
