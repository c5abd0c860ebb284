package netseat.desk;

import java.util.Arrays;
import netseat.linux.AxisRange;
import netseat.linux.Evdev;
import netseat.linux.InputAbilities;
import netseat.linux.InputDevice;
import netseat.linux.LinuxException;
import netseat.protocol.Attachment.Surface;
import netseat.protocol.FrameWriter;
import netseat.protocol.TouchReport;

/** A touch screen: what its fingers did up to one SYN_REPORT is one TOUCH. */
final class TouchPeripheral extends InputPeripheral {
    private static final int LONGEST_MM = 0xFFFF;

    private final boolean slotted;
    private final TouchContacts contacts;
    private final PicturePlace picture;
    private final TouchReport report = new TouchReport();

    /** @param contacts with the device's slots and axes; {@code across} and {@code down} are those axes */
    TouchPeripheral(
            InputAbilities abilities,
            TouchContacts contacts,
            AxisRange across,
            AxisRange down,
            Peripherals peripherals,
            Runnable wakeUp) {
        super(
                Attachments.touch(
                        abilities,
                        new Surface(
                                Math.min(contacts.slots(), TouchReport.MAX_CONTACTS),
                                across.millimetres(LONGEST_MM),
                                down.millimetres(LONGEST_MM))),
                peripherals,
                wakeUp);
        this.slotted = abilities.hasSlots();
        this.contacts = contacts;
        this.picture = peripherals.picture();
    }

    /** The device's touch screen. */
    static TouchPeripheral of(InputDevice device, Peripherals peripherals, Runnable wakeUp) throws LinuxException {
        InputAbilities abilities = device.abilities();
        boolean slotted = abilities.hasSlots();
        AxisRange across = device.range(slotted ? Evdev.ABS_MT_POSITION_X : Evdev.ABS_X);
        AxisRange down = device.range(slotted ? Evdev.ABS_MT_POSITION_Y : Evdev.ABS_Y);
        TouchContacts contacts = slotted
                ? TouchContacts.inSlots(slots(device.range(Evdev.ABS_MT_SLOT)), across, down)
                : TouchContacts.single(across, down);
        return new TouchPeripheral(abilities, contacts, across, down, peripherals, wakeUp);
    }

    private static int slots(AxisRange numbers) {
        return Math.clamp(numbers.highest() + 1L, 1, TouchContacts.MOST_SLOTS);
    }

    @Override
    public void event(int type, int code, int value) {
        if (type == Evdev.EV_SYN) {
            report();
        } else {
            contacts.event(type, code, value);
        }
    }

    private void report() {
        if (number() == 0) {
            return; // nobody knows it yet: what is down then, is told with the next report
        }
        contacts.report(picture, report);
        if (report.count() > 0) {
            FrameWriter.touch(frames(), number(), report);
            send();
        }
    }

    @Override
    void resynchronize(InputDevice device) throws LinuxException {
        if (slotted) {
            int[] fingers = new int[contacts.slots()];
            Arrays.fill(fingers, TouchContacts.NONE);
            int[] xs = new int[fingers.length];
            int[] ys = new int[fingers.length];
            device.askSlots(Evdev.ABS_MT_TRACKING_ID, fingers);
            device.askSlots(Evdev.ABS_MT_POSITION_X, xs);
            device.askSlots(Evdev.ABS_MT_POSITION_Y, ys);
            contacts.restore(fingers, xs, ys, device.place(Evdev.ABS_MT_SLOT));
        } else {
            device.askKeys();
            contacts.restore(device.isDown(Evdev.BTN_TOUCH), device.place(Evdev.ABS_X), device.place(Evdev.ABS_Y));
        }
        report();
    }
}
