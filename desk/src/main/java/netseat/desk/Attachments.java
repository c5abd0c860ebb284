package netseat.desk;

import java.util.Locale;
import netseat.linux.InputAbilities;
import netseat.protocol.Attachment;
import netseat.protocol.Attachment.Capabilities;
import netseat.protocol.Attachment.Surface;
import netseat.protocol.PeripheralClass;

/** What real devices say of themselves on the link. Pure functions. */
final class Attachments {
    private Attachments() {}

    /** @param leds bits as in LEDS */
    static Attachment keyboard(InputAbilities abilities, int leds) {
        Capabilities none = Capabilities.DEFAULT;
        return input(
                PeripheralClass.KEYBOARD,
                abilities,
                new Capabilities(
                        leds, true, false, none.buttons(), 0, 0, none.refresh(), none.head(), none.depth(), 0));
    }

    /** @param positions whether it says where it points; else it says how it moves */
    static Attachment pointer(InputAbilities abilities, boolean positions, int buttons) {
        Capabilities none = Capabilities.DEFAULT;
        return input(
                PeripheralClass.POINTER,
                abilities,
                new Capabilities(
                        0, !positions, positions, buttons, 0, 0, none.refresh(), none.head(), none.depth(), 0));
    }

    /** A touch screen. */
    static Attachment touch(InputAbilities abilities, Surface surface) {
        Capabilities none = Capabilities.DEFAULT;
        return input(
                PeripheralClass.TOUCH,
                abilities,
                new Capabilities(
                        0,
                        none.motion(),
                        none.position(),
                        none.buttons(),
                        0,
                        0,
                        none.refresh(),
                        none.head(),
                        none.depth(),
                        0,
                        surface));
    }

    private static Attachment input(PeripheralClass kind, InputAbilities abilities, Capabilities capabilities) {
        String maker = String.format(Locale.ROOT, "%04x:%04x", abilities.vendor(), abilities.product());
        return new Attachment(
                kind, maker, abilities.name().strip(), abilities.serial().strip(), capabilities);
    }

    /**
     * A display.
     *
     * @param head of the machine, which it is for, from 1
     * @param codings bits of {@link netseat.screen.PictureFormat}
     */
    static Attachment display(String maker, String model, String serial, int refresh, int head, int codings) {
        return new Attachment(
                PeripheralClass.DISPLAY,
                maker,
                model,
                serial,
                new Capabilities(0, true, false, Capabilities.DEFAULT.buttons(), 0, 0, refresh, head, 24, codings));
    }
}
