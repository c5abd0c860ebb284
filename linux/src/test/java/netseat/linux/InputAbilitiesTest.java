package netseat.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import org.junit.jupiter.api.Test;

/** What kind of device each is, by what real ones of the kind say of themselves. */
class InputAbilitiesTest {
    private static BitSet bits(int... set) {
        BitSet bits = new BitSet();
        for (int bit : set) {
            bits.set(bit);
        }
        return bits;
    }

    private static InputAbilities device(BitSet keys, BitSet relative, BitSet absolute, BitSet properties) {
        return new InputAbilities("test", 3, 1, 2, "", keys, relative, absolute, bits(), bits(), properties);
    }

    @Test
    void aKeyboard() {
        BitSet keys = bits();
        keys.set(1, 0x100);
        InputAbilities keyboard = device(keys, bits(), bits(), bits());
        assertThat(keyboard.isKeyboard()).isTrue();
        assertThat(keyboard.isPointer()).isFalse();
        assertThat(keyboard.isTouch()).isFalse();
    }

    @Test
    void aPowerButtonIsLeftToTheComputer() {
        assertThat(device(bits(Evdev.KEY_POWER), bits(), bits(), bits()).isKeyboard())
                .isFalse();
        assertThat(device(bits(Evdev.KEY_POWER, 115), bits(), bits(), bits()).isKeyboard())
                .as("with a volume key")
                .isTrue();
    }

    @Test
    void aMouse() {
        InputAbilities mouse = device(
                bits(Evdev.BTN_LEFT, Evdev.BTN_LEFT + 1),
                bits(Evdev.REL_X, Evdev.REL_Y, Evdev.REL_WHEEL),
                bits(),
                bits());
        assertThat(mouse.isPointer()).isTrue();
        assertThat(mouse.isKeyboard()).isFalse();
        assertThat(mouse.hasPositions()).isFalse();
    }

    @Test
    void aTabletThatPoints() {
        InputAbilities tablet = device(
                bits(Evdev.BTN_LEFT, Evdev.BTN_LEFT + 1),
                bits(Evdev.REL_WHEEL),
                bits(Evdev.ABS_X, Evdev.ABS_Y),
                bits());
        assertThat(tablet.isPointer()).isTrue();
        assertThat(tablet.hasPositions()).isTrue();
        assertThat(tablet.isTouch()).isFalse();
    }

    @Test
    void aTouchScreenAndATouchpad() {
        BitSet axes = bits(Evdev.ABS_X, Evdev.ABS_Y, Evdev.ABS_MT_POSITION_X, Evdev.ABS_MT_POSITION_Y);
        InputAbilities screen = device(bits(Evdev.BTN_TOUCH), bits(), axes, bits(Evdev.INPUT_PROP_DIRECT));
        assertThat(screen.isTouch()).isTrue();
        assertThat(screen.isPointer()).isFalse();
        InputAbilities pad =
                device(bits(Evdev.BTN_LEFT, Evdev.BTN_TOUCH, Evdev.BTN_TOOL_FINGER), bits(), axes, bits(0));
        assertThat(pad.isTouch()).isFalse();
        assertThat(pad.isPointer()).isFalse();
        assertThat(pad.isTouchpad()).isTrue();
    }

    @Test
    void onlyFingersInSlotsAreToldApart() {
        BitSet slots =
                bits(Evdev.ABS_MT_SLOT, Evdev.ABS_MT_TRACKING_ID, Evdev.ABS_MT_POSITION_X, Evdev.ABS_MT_POSITION_Y);
        InputAbilities screen = device(bits(Evdev.BTN_TOUCH), bits(), slots, bits(Evdev.INPUT_PROP_DIRECT));
        assertThat(screen.hasSlots()).isTrue();
        assertThat(screen.isTouch()).as("without a single finger's axes").isTrue();
        slots.clear(Evdev.ABS_MT_SLOT);
        InputAbilities old = device(bits(Evdev.BTN_TOUCH), bits(), slots, bits(Evdev.INPUT_PROP_DIRECT));
        assertThat(old.hasSlots()).isFalse();
        assertThat(old.isTouch()).isFalse();
    }

    @Test
    void anAxisHasALength() {
        assertThat(new AxisRange(0, 4095, 12).millimetres(0xFFFF)).isEqualTo(341);
        assertThat(new AxisRange(0, 4095).millimetres(0xFFFF)).isZero();
        assertThat(new AxisRange(0, 4095, -1).millimetres(0xFFFF)).isZero();
        assertThat(new AxisRange(Integer.MIN_VALUE, Integer.MAX_VALUE, 1).millimetres(0xFFFF))
                .isEqualTo(0xFFFF);
        assertThat(new AxisRange(5, 1, 1).millimetres(0xFFFF)).isZero();
    }

    @Test
    void anAxisIsScaled() {
        AxisRange axis = new AxisRange(-100, 300);
        assertThat(axis.scale(-100, 0x7FFF)).isZero();
        assertThat(axis.scale(300, 0x7FFF)).isEqualTo(0x7FFF);
        assertThat(axis.scale(100, 0x7FFF)).isEqualTo(0x4000);
        assertThat(axis.scale(Integer.MAX_VALUE, 0x7FFF)).isEqualTo(0x7FFF);
        assertThat(new AxisRange(5, 5).scale(5, 0x7FFF)).isZero();
        assertThat(new AxisRange(Integer.MIN_VALUE, Integer.MAX_VALUE).scale(0, 100))
                .isEqualTo(50);
    }
}
