package netseat.desk;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import netseat.linux.AxisRange;
import netseat.linux.Evdev;
import netseat.linux.InputEvents;
import netseat.protocol.ContactState;
import netseat.protocol.TouchReport;

/**
 * Whatever a touch screen says, the reports fit together: no contact twice in one, each goes up once and only after it
 * came down, all within the picture.
 */
class TouchContactsFuzzTest {
    private final TouchReport report = new TouchReport();
    private int down;

    /** @param bytes events as the kernel writes them */
    @FuzzTest(maxExecutions = 20_000)
    void events(byte[] bytes) {
        all(TouchContacts.inSlots(12, new AxisRange(0, 4095), new AxisRange(-5, 1000)), bytes);
        all(TouchContacts.single(new AxisRange(0, 255), new AxisRange(9, 9)), bytes);
    }

    private void all(TouchContacts contacts, byte[] bytes) {
        PicturePlace picture = new PicturePlace();
        picture.shown(new Placement(100, 0, 800, 768), 1000, 768);
        down = 0;
        InputEvents.read(MemorySegment.ofArray(bytes), bytes.length, (type, code, value) -> {
            if (type == Evdev.EV_SYN) {
                contacts.report(picture, report);
                check();
            } else {
                contacts.event(type, code, value);
            }
        });
        int none = TouchContacts.NONE;
        int[] nothing = new int[contacts.slots()];
        Arrays.fill(nothing, none);
        contacts.restore(nothing, nothing, nothing, none);
        contacts.report(picture, report);
        check();
        assert down == 0;
    }

    private void check() {
        int seen = 0;
        for (int i = 0; i < report.count(); i++) {
            int bit = 1 << report.id(i);
            assert report.id(i) >= 0 && report.id(i) < TouchReport.MAX_CONTACTS;
            assert (seen & bit) == 0;
            seen |= bit;
            assert ((down & bit) == 0) == (report.state(i) == ContactState.DOWN);
            down = report.state(i) == ContactState.UP ? down & ~bit : down | bit;
            assert report.x(i) >= 0 && report.x(i) <= TouchReport.MAX_POSITION;
            assert report.y(i) >= 0 && report.y(i) <= TouchReport.MAX_POSITION;
        }
    }
}
