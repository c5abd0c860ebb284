package netseat.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.concurrent.atomic.AtomicInteger;
import netseat.linux.AxisRange;
import netseat.linux.Evdev;
import netseat.linux.InputAbilities;
import org.junit.jupiter.api.Test;

/** The frames that events become. */
class InputPeripheralTest {
    private static final int KEY_A = 30;
    private static final int BTN_SIDE = 0x113;

    private final Peripherals peripherals = new Peripherals();
    private final SentFrames link = new SentFrames();
    private final AtomicInteger left = new AtomicInteger();

    private static BitSet bits(int... set) {
        BitSet bits = new BitSet();
        for (int bit : set) {
            bits.set(bit);
        }
        return bits;
    }

    private <T extends Peripheral> T attached(T peripheral) {
        peripherals.allowed(link);
        peripherals.add(peripheral);
        return peripheral;
    }

    private KeyboardPeripheral keyboard() {
        BitSet keys = bits();
        keys.set(1, 0x100);
        InputAbilities abilities =
                new InputAbilities("Board", 3, 0x46d, 0xc31c, "", keys, bits(), bits(), bits(0, 1), bits(), bits());
        return new KeyboardPeripheral(abilities, peripherals, () -> {}, left::incrementAndGet);
    }

    private PointerPeripheral pointer(BitSet relative, BitSet absolute) {
        InputAbilities abilities = new InputAbilities(
                "Mouse", 3, 1, 2, "", bits(Evdev.BTN_LEFT), relative, absolute, bits(), bits(), bits());
        return new PointerPeripheral(abilities, new AxisRange(0, 100), new AxisRange(0, 100), peripherals, () -> {});
    }

    private static void report(InputPeripheral to) {
        to.event(Evdev.EV_SYN, Evdev.SYN_REPORT, 0);
    }

    @Test
    void itsLedsAndItsMakerAreTold() {
        attached(keyboard());
        assertThat(link.take()).singleElement().asString().startsWith("03 1 01").contains("010103"); // LEDs: Num, Caps
    }

    @Test
    void aKeyGoesDownRepeatsAndComesUp() {
        KeyboardPeripheral keyboard = attached(keyboard());
        link.take();
        keyboard.event(Evdev.EV_KEY, KEY_A, 1);
        keyboard.event(Evdev.EV_KEY, KEY_A, 2);
        keyboard.event(Evdev.EV_KEY, KEY_A, 0);
        assertThat(link.take()).containsExactly("10 1 0007000401", "10 1 0007000402", "10 1 0007000400");
    }

    @Test
    void whatIsHeldAlreadyOrNotAtAllIsNotSaidAgain() {
        KeyboardPeripheral keyboard = attached(keyboard());
        link.take();
        keyboard.event(Evdev.EV_KEY, KEY_A, 0);
        keyboard.event(Evdev.EV_KEY, KEY_A, 2);
        assertThat(link.take()).isEmpty();
        keyboard.event(Evdev.EV_KEY, KEY_A, 1);
        keyboard.event(Evdev.EV_KEY, KEY_A, 1);
        assertThat(link.take()).hasSize(1);
        keyboard.event(Evdev.EV_KEY, 0x2E7, 1);
        keyboard.event(Evdev.EV_KEY, Evdev.BTN_LEFT, 1);
        assertThat(link.take()).as("keys that KEY does not know").isEmpty();
    }

    @Test
    void theChordLeavesAndItsKeysAreNotSwallowed() {
        KeyboardPeripheral keyboard = attached(keyboard());
        link.take();
        keyboard.event(Evdev.EV_KEY, Evdev.KEY_RIGHTCTRL, 1);
        keyboard.event(Evdev.EV_KEY, Evdev.KEY_LEFTALT, 1);
        keyboard.event(Evdev.EV_KEY, Evdev.KEY_Q, 1);
        assertThat(left).hasValue(0);
        keyboard.event(Evdev.EV_KEY, Evdev.KEY_Q, 0);
        keyboard.event(Evdev.EV_KEY, Evdev.KEY_LEFTSHIFT, 1);
        keyboard.event(Evdev.EV_KEY, Evdev.KEY_Q, 1);
        assertThat(left).hasValue(1);
        assertThat(link.take()).hasSize(6);
    }

    @Test
    void nothingIsSentBeforeItIsAllowedAndAllIsAttachedThen() {
        KeyboardPeripheral keyboard = keyboard();
        peripherals.add(keyboard);
        keyboard.event(Evdev.EV_KEY, KEY_A, 1);
        assertThat(link.take()).isEmpty();
        peripherals.allowed(link);
        assertThat(link.take()).singleElement().asString().startsWith("03 1");
        peripherals.forbidden();
        keyboard.event(Evdev.EV_KEY, KEY_A, 0);
        assertThat(link.take()).isEmpty();
        peripherals.allowed(link);
        link.take();
        peripherals.remove(keyboard);
        assertThat(link.take()).containsExactly("05 1 ");
    }

    @Test
    void motionOfOneReportIsOneFrame() {
        PointerPeripheral mouse = attached(pointer(bits(Evdev.REL_X, Evdev.REL_Y, Evdev.REL_WHEEL), bits()));
        link.take();
        mouse.event(Evdev.EV_REL, Evdev.REL_X, 5);
        mouse.event(Evdev.EV_REL, Evdev.REL_Y, -2);
        assertThat(link.take()).isEmpty();
        report(mouse);
        assertThat(link.take()).containsExactly("20 1 0005fffe");
        mouse.event(Evdev.EV_REL, Evdev.REL_X, 1 << 30);
        mouse.event(Evdev.EV_REL, Evdev.REL_X, 1 << 30);
        report(mouse);
        assertThat(link.take()).containsExactly("20 1 27100000");
    }

    @Test
    void aButtonComesAfterTheMotionBeforeIt() {
        PointerPeripheral mouse = attached(pointer(bits(Evdev.REL_X, Evdev.REL_Y), bits()));
        link.take();
        mouse.event(Evdev.EV_REL, Evdev.REL_X, 1);
        mouse.event(Evdev.EV_KEY, Evdev.BTN_LEFT, 1);
        mouse.event(Evdev.EV_KEY, BTN_SIDE, 1);
        report(mouse);
        assertThat(link.take()).containsExactly("20 1 00010000", "22 1 0101", "22 1 0401");
    }

    @Test
    void aFineWheelCountsOnlyOnce() {
        PointerPeripheral coarse = attached(pointer(bits(Evdev.REL_X, Evdev.REL_Y, Evdev.REL_WHEEL), bits()));
        link.take();
        coarse.event(Evdev.EV_REL, Evdev.REL_WHEEL, -2);
        report(coarse);
        assertThat(link.take()).containsExactly("23 1 ff100000");
        PointerPeripheral fine =
                attached(pointer(bits(Evdev.REL_X, Evdev.REL_Y, Evdev.REL_WHEEL, Evdev.REL_WHEEL_HI_RES), bits()));
        link.take();
        fine.event(Evdev.EV_REL, Evdev.REL_WHEEL_HI_RES, 40);
        report(fine);
        fine.event(Evdev.EV_REL, Evdev.REL_WHEEL_HI_RES, 80);
        fine.event(Evdev.EV_REL, Evdev.REL_WHEEL, 1);
        report(fine);
        assertThat(link.take()).containsExactly("23 2 00280000", "23 2 00500000");
    }

    @Test
    void aTabletSaysWhereItPoints() {
        PointerPeripheral tablet = attached(pointer(bits(), bits(Evdev.ABS_X, Evdev.ABS_Y)));
        assertThat(link.take()).singleElement().asString().contains("100102"); // sends positions
        tablet.event(Evdev.EV_ABS, Evdev.ABS_X, 100);
        tablet.event(Evdev.EV_ABS, Evdev.ABS_Y, 50);
        report(tablet);
        report(tablet);
        assertThat(link.take()).containsExactly("21 1 7fff4000");
        tablet.event(Evdev.EV_ABS, Evdev.ABS_X, 0);
        tablet.event(Evdev.EV_KEY, Evdev.BTN_TOUCH, 1);
        assertThat(link.take()).containsExactly("21 1 00004000", "22 1 0101");
    }
}
