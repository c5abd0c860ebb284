package netseat.controller;

import java.nio.ByteBuffer;
import netseat.hypervisor.LogicalKeyboard;
import netseat.hypervisor.VirtualMachine;
import netseat.protocol.Attachment;
import netseat.protocol.FrameWriter;
import netseat.protocol.KeyAction;
import org.jspecify.annotations.Nullable;

/** HID usages or scan codes from a keyboard to the logical keyboard; LEDs back. */
public final class KeyboardAdapter extends InputAdapter {
    /** What is held goes by its scan code in seven bits, and this for those with the E0 prefix. */
    private static final int EXTENDED = 0x80;

    private @Nullable LogicalKeyboard keyboard;

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
                boolean _ = hold(bit);
                to.key(scanCode, true);
            }
            case REPEAT -> {
                // A key held across a replug repeats still; the new machine has never seen it pressed and must not.
                if (holds(bit)) {
                    to.key(scanCode, true);
                }
            }
            case RELEASE -> {
                if (unhold(bit)) {
                    to.key(scanCode, false);
                }
            }
        }
    }

    @Override
    void connect(VirtualMachine next) {
        LogicalKeyboard to = next.keyboard();
        keyboard = to;
        follow(to.onLeds(bits -> sendLeds(to)));
        sendLeds(to);
    }

    @Override
    void release(int bit) {
        LogicalKeyboard to = keyboard;
        if (to != null) {
            to.key(bit >= EXTENDED ? 0xE000 | (bit & 0x7F) : bit, false);
        }
    }

    @Override
    void letGo() {
        keyboard = null;
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
