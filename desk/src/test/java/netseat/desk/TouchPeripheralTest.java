package netseat.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.HexFormat;
import netseat.linux.AxisRange;
import netseat.linux.Evdev;
import netseat.linux.InputAbilities;
import netseat.linux.InputEvents;
import org.junit.jupiter.api.Test;

/** The TOUCH frames that a kernel's bytes become. A frame is: count, then number, state, x and y of each contact. */
class TouchPeripheralTest {
    private static final AxisRange ACROSS = new AxisRange(0, 0x7FFF, 100);
    private static final AxisRange DOWN = new AxisRange(0, 0x7FFF, 200);

    private static final String TIME = "a1b2c366000000003930000000000000";
    private static final String SYN = event(Evdev.EV_SYN, Evdev.SYN_REPORT, 0);

    private final Peripherals peripherals = new Peripherals();
    private final SentFrames link = new SentFrames();

    /** As a kernel of 64 bits, little endian, writes it. */
    private static String event(int type, int code, int value) {
        HexFormat hex = HexFormat.of();
        return TIME
                + hex.toHexDigits(Short.reverseBytes((short) type))
                + hex.toHexDigits(Short.reverseBytes((short) code))
                + hex.toHexDigits(Integer.reverseBytes(value));
    }

    private static String slot(int slot) {
        return event(Evdev.EV_ABS, Evdev.ABS_MT_SLOT, slot);
    }

    private static String finger(int identifier) {
        return event(Evdev.EV_ABS, Evdev.ABS_MT_TRACKING_ID, identifier);
    }

    private static String x(int at) {
        return event(Evdev.EV_ABS, Evdev.ABS_MT_POSITION_X, at);
    }

    private static String y(int at) {
        return event(Evdev.EV_ABS, Evdev.ABS_MT_POSITION_Y, at);
    }

    private static void read(InputPeripheral to, String... events) {
        byte[] bytes = HexFormat.of().parseHex(String.join("", events));
        InputEvents.read(MemorySegment.ofArray(bytes), bytes.length, to);
    }

    private TouchPeripheral attached(TouchContacts contacts, int... absolute) {
        BitSet axes = new BitSet();
        for (int axis : absolute) {
            axes.set(axis);
        }
        BitSet none = new BitSet();
        BitSet keys = new BitSet();
        keys.set(Evdev.BTN_TOUCH);
        InputAbilities abilities = new InputAbilities("Panel", 3, 1, 2, "", keys, none, axes, none, none, none);
        TouchPeripheral touch = new TouchPeripheral(abilities, contacts, ACROSS, DOWN, peripherals, () -> {});
        peripherals.allowed(link);
        peripherals.add(touch);
        return touch;
    }

    private TouchPeripheral panel(int slots) {
        TouchPeripheral panel = attached(
                TouchContacts.inSlots(slots, ACROSS, DOWN),
                Evdev.ABS_MT_SLOT,
                Evdev.ABS_MT_TRACKING_ID,
                Evdev.ABS_MT_POSITION_X,
                Evdev.ABS_MT_POSITION_Y);
        link.take();
        return panel;
    }

    @Test
    void itsContactsAndItsSizeAreTold() {
        attached(TouchContacts.inSlots(5, ACROSS, DOWN));
        String size = HexFormat.of().toHexDigits((short) 328) + HexFormat.of().toHexDigits((short) 164); // mm
        assertThat(link.take())
                .singleElement()
                .asString()
                .startsWith("03 1 04")
                .contains(HexFormat.of().formatHex("Panel".getBytes(StandardCharsets.UTF_8)))
                .endsWith("300105" + "3104" + size);
        attached(TouchContacts.inSlots(16, ACROSS, DOWN));
        assertThat(link.take())
                .last()
                .asString()
                .as("more than there are contacts")
                .contains("30010a");
    }

    @Test
    void twoFingersOfOneMomentAreOneReport() {
        TouchPeripheral panel = panel(10);
        read(panel, finger(45), x(0x100), y(0x200), slot(1), finger(46), x(0x300), y(0x400));
        assertThat(link.take()).as("before SYN_REPORT").isEmpty();
        read(panel, SYN);
        assertThat(link.take()).containsExactly("28 1 02" + "000101000200" + "010103000400");
        read(panel, x(0x301), SYN);
        assertThat(link.take()).as("in the slot of before").containsExactly("28 1 01" + "010203010400");
        read(panel, slot(0), y(0x201), slot(1), y(0x401), SYN);
        assertThat(link.take()).containsExactly("28 1 02" + "000201000201" + "010203010401");
        read(panel, finger(-1), SYN);
        assertThat(link.take()).containsExactly("28 1 01" + "010003010401");
        read(panel, slot(0), finger(-1), SYN, SYN);
        assertThat(link.take()).containsExactly("28 1 01" + "000001000201");
    }

    @Test
    void whatOnlyPointersHearIsLeftOut() {
        TouchPeripheral panel = panel(2);
        read(
                panel,
                finger(1),
                x(5),
                y(6),
                event(Evdev.EV_KEY, Evdev.BTN_TOUCH, 1),
                event(Evdev.EV_ABS, Evdev.ABS_X, 5),
                event(Evdev.EV_ABS, Evdev.ABS_Y, 6),
                SYN);
        assertThat(link.take()).containsExactly("28 1 01" + "000100050006");
        read(panel, event(Evdev.EV_ABS, Evdev.ABS_X, 7), event(Evdev.EV_KEY, Evdev.BTN_TOUCH, 0), SYN);
        assertThat(link.take()).isEmpty();
    }

    @Test
    void aSlotThatIsUsedAgainIsAnotherContact() {
        TouchPeripheral panel = panel(2);
        read(panel, finger(7), x(0x10), y(0x20), SYN);
        link.take();
        read(panel, finger(8), x(0x11), SYN);
        assertThat(link.take())
                .as("up where it was, and down at the row that the kernel does not repeat")
                .containsExactly("28 1 02" + "000000100020" + "010100110020");
        read(panel, finger(-1), finger(9), x(0x12), SYN);
        assertThat(link.take()).containsExactly("28 1 02" + "010000110020" + "000100120020");
        read(panel, finger(-1), SYN, finger(10), SYN);
        assertThat(link.take()).containsExactly("28 1 01" + "000000120020", "28 1 01" + "000100120020");
    }

    @Test
    void aFingerThatIsUpAgainWithinAReportIsNotTold() {
        TouchPeripheral panel = panel(2);
        read(panel, finger(7), x(0x10), y(0x20), finger(-1), SYN);
        assertThat(link.take()).isEmpty();
    }

    @Test
    void anEleventhFingerWaitsForAContact() {
        TouchPeripheral panel = panel(12);
        for (int i = 0; i < 11; i++) {
            read(panel, slot(i), finger(i), x(i), y(i), SYN);
        }
        assertThat(link.take()).hasSize(10).last().isEqualTo("28 1 01" + "090100090009");
        read(panel, slot(3), finger(-1), SYN);
        assertThat(link.take()).containsExactly("28 1 01" + "030000030003");
        read(panel, slot(10), x(11), SYN);
        assertThat(link.take()).containsExactly("28 1 01" + "0301000b000a");
        read(panel, slot(0), finger(100), SYN);
        assertThat(link.take()).as("no contact twice in a report").containsExactly("28 1 01" + "000000000000");
        read(panel, SYN);
        assertThat(link.take()).containsExactly("28 1 01" + "000100000000");
    }

    @Test
    void slotsThatItHasNotGotAreLeftOut() {
        TouchPeripheral panel = panel(2);
        read(panel, slot(2), finger(1), x(1), y(1), SYN, slot(-1), finger(1), SYN);
        assertThat(link.take()).isEmpty();
    }

    @Test
    void lostEventsAreMadeGood() {
        TouchContacts contacts = TouchContacts.inSlots(3, ACROSS, DOWN);
        TouchPeripheral panel = attached(
                contacts,
                Evdev.ABS_MT_SLOT,
                Evdev.ABS_MT_TRACKING_ID,
                Evdev.ABS_MT_POSITION_X,
                Evdev.ABS_MT_POSITION_Y);
        link.take();
        read(panel, finger(1), x(1), y(1), slot(1), finger(2), x(2), y(2), slot(2), finger(3), x(3), y(3), SYN);
        link.take();
        // The first was lifted, the second moved, the third is another finger; events go on in the second's slot.
        contacts.restore(new int[] {-1, 2, 9}, new int[] {1, 4, 3}, new int[] {1, 2, 3}, 1);
        read(panel, SYN);
        assertThat(link.take())
                .containsExactly("28 1 04" + "000000010001" + "020000030003" + "010200040002" + "030100030003");
        read(panel, x(5), SYN);
        assertThat(link.take()).containsExactly("28 1 01" + "010200050002");
    }

    @Test
    void aSingleFingerIsOneContact() {
        TouchContacts contacts = TouchContacts.single(ACROSS, DOWN);
        TouchPeripheral panel = attached(contacts, Evdev.ABS_X, Evdev.ABS_Y);
        assertThat(link.take()).singleElement().asString().contains("300101");
        read(
                panel,
                event(Evdev.EV_KEY, Evdev.BTN_TOUCH, 1),
                event(Evdev.EV_ABS, Evdev.ABS_X, 0x10),
                event(Evdev.EV_ABS, Evdev.ABS_Y, 0x20),
                SYN);
        read(panel, event(Evdev.EV_ABS, Evdev.ABS_X, 0x11), SYN);
        read(panel, event(Evdev.EV_KEY, Evdev.BTN_TOUCH, 0), SYN);
        read(panel, event(Evdev.EV_ABS, Evdev.ABS_X, 0x12), SYN);
        assertThat(link.take())
                .containsExactly("28 1 01" + "000100100020", "28 1 01" + "000200110020", "28 1 01" + "000000110020");
        contacts.restore(true, 0x30, 0x40);
        read(panel, SYN);
        contacts.restore(true, 0x31, 0x40);
        read(panel, SYN);
        contacts.restore(false, 0x31, 0x40);
        read(panel, SYN);
        assertThat(link.take())
                .containsExactly("28 1 01" + "000100300040", "28 1 01" + "000200310040", "28 1 01" + "000000310040");
    }

    @Test
    void aFingerIsBroughtToThePicture() {
        TouchPeripheral panel = panel(2);
        // 800 of 1024 columns, from the 112th on, and all rows.
        peripherals.picture().shown(new Placement(112, 0, 800, 768), 1024, 768);
        read(panel, finger(1), x(0x4000), y(0x1234), SYN);
        assertThat(link.take()).as("the middle stays the middle").containsExactly("28 1 01" + "000140001234");
        read(panel, x(112 * 0x7FFF / 1024 + 2), SYN);
        assertThat(link.take()).containsExactly("28 1 01" + "000200011234");
        read(panel, x(0x100), SYN, x(0x200), SYN, x(0x7FFF), SYN);
        assertThat(link.take())
                .as("held at the edges")
                .containsExactly("28 1 01" + "000200001234", "28 1 01" + "00027fff1234");
        read(panel, slot(1), finger(2), x(0x100), y(0x1234), SYN, x(0x4000), SYN);
        assertThat(link.take()).as("one that came down beside the picture").isEmpty();
        peripherals.picture().hidden();
        read(panel, finger(-1), finger(3), x(0x100), SYN);
        assertThat(link.take()).as("without a picture").containsExactly("28 1 01" + "010101001234");
    }

    @Test
    void nothingIsSaidBeforeItHasANumber() {
        TouchContacts contacts = TouchContacts.inSlots(1, ACROSS, DOWN);
        TouchPeripheral panel = new TouchPeripheral(
                new InputAbilities(
                        "Panel",
                        3,
                        1,
                        2,
                        "",
                        new BitSet(),
                        new BitSet(),
                        new BitSet(),
                        new BitSet(),
                        new BitSet(),
                        new BitSet()),
                contacts,
                ACROSS,
                DOWN,
                peripherals,
                () -> {});
        peripherals.allowed(link);
        contacts.restore(new int[] {4}, new int[] {1}, new int[] {2}, 0);
        read(panel, SYN);
        assertThat(link.take()).isEmpty();
        peripherals.add(panel);
        link.take();
        read(panel, SYN);
        assertThat(link.take()).containsExactly("28 1 01" + "000100010002");
        peripherals.remove(panel);
        assertThat(link.take())
                .as("whereupon the controller lifts what is down")
                .containsExactly("05 1 ");
    }
}
