package netseat.desk;

import java.util.BitSet;
import netseat.linux.Evdev;
import netseat.linux.InputAbilities;
import netseat.linux.InputDevice;
import netseat.linux.LinuxException;
import netseat.protocol.FrameWriter;
import netseat.protocol.KeyAction;

/** A keyboard: its keys as HID usages, its repeats as they come, its LEDs as the guest has them. */
final class KeyboardPeripheral extends InputPeripheral {
    /** By the bit of LEDS. */
    private static final int[] LEDS = {Evdev.LED_NUML, Evdev.LED_CAPSL, Evdev.LED_SCROLLL};

    private static final int ALL = 7;

    private static final int[][] CHORD = {
        {Evdev.KEY_LEFTCTRL, Evdev.KEY_RIGHTCTRL},
        {Evdev.KEY_LEFTALT, Evdev.KEY_RIGHTALT},
        {Evdev.KEY_LEFTSHIFT, Evdev.KEY_RIGHTSHIFT}
    };

    private static final int UNKNOWN = -1;

    private final HeldKeys held = new HeldKeys();
    private final Runnable leave;
    private final int existing;
    private volatile int wanted;
    private int shining = UNKNOWN; // the input thread's

    /** @param leave what Ctrl+Alt+Shift+Q does, by the places of the keys on a US keyboard; the guest hears of it too */
    KeyboardPeripheral(InputAbilities abilities, Peripherals peripherals, Runnable wakeUp, Runnable leave) {
        super(Attachments.keyboard(abilities, bits(abilities.leds())), peripherals, wakeUp);
        this.leave = leave;
        this.existing = bits(abilities.leds());
    }

    private static int bits(BitSet leds) {
        int bits = 0;
        for (int i = 0; i < LEDS.length; i++) {
            bits |= leds.get(LEDS[i]) ? 1 << i : 0;
        }
        return bits;
    }

    @Override
    public void event(int type, int code, int value) {
        if (type == Evdev.EV_KEY && EvdevKeys.usage(code) != EvdevKeys.NONE) {
            if (value == 2 ? held.isDown(code) : held.note(code, value == 1)) {
                if (code == Evdev.KEY_Q && value == 1 && isChord()) {
                    leave.run();
                }
                say(code, value == 0 ? KeyAction.RELEASE : value == 1 ? KeyAction.PRESS : KeyAction.REPEAT);
            }
        }
    }

    /** Whether one of its keys is down. */
    boolean isDown(int code) {
        return held.isDown(code);
    }

    /** Says that all that is down has come up. */
    void releaseAll() {
        HeldKeys.forAll(code -> event(Evdev.EV_KEY, code, 0));
    }

    /** Of each pair one is down. */
    private boolean isChord() {
        for (int[] pair : CHORD) {
            if (!held.isDown(pair[0]) && !held.isDown(pair[1])) {
                return false;
            }
        }
        return true;
    }

    private void say(int code, KeyAction action) {
        int usage = EvdevKeys.usage(code);
        FrameWriter.key(frames(), number(), usage >> 16, usage & 0xFFFF, action);
        send();
    }

    @Override
    void resynchronize(InputDevice device) throws LinuxException {
        device.askKeys();
        HeldKeys.forAll(code -> event(Evdev.EV_KEY, code, device.isDown(code) ? 1 : 0));
    }

    @Override
    void opened() {
        leds(0);
    }

    @Override
    void leds(int bits) {
        wanted = bits & ALL;
        wakeUp();
    }

    @Override
    void serve(InputDevice device, long nanos) {
        int now = blinking().isOn(nanos) ? blinking().isBright(nanos) ? ALL : 0 : wanted;
        if (now != shining) {
            shining = now;
            for (int i = 0; i < LEDS.length; i++) {
                if ((existing >> i & 1) != 0) {
                    device.write(Evdev.EV_LED, LEDS[i], now >> i & 1);
                }
            }
            device.write(Evdev.EV_SYN, Evdev.SYN_REPORT, 0);
        }
    }
}
