package netseat.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bytes of input events as a kernel of 64 bits, little endian, writes them. */
class InputEventsTest {
    /** A down on a PS/2 keyboard: MSC_SCAN 30, KEY_A 1, SYN_REPORT; then REL_X -3. */
    private static final byte[] BYTES = HexFormat.of()
            .parseHex("a1b2c36600000000" + "393000000000000004000400" + "1e000000"
                    + "a1b2c36600000000" + "393000000000000001001e00" + "01000000"
                    + "a1b2c36600000000" + "393000000000000000000000" + "00000000"
                    + "a1b2c36600000000" + "403000000000000002000000" + "fdffffff");

    private static List<String> read(byte[] bytes, int length) {
        List<String> events = new ArrayList<>();
        InputEvents.read(
                MemorySegment.ofArray(bytes),
                length,
                (type, code, value) -> events.add(type + " " + code + " " + value));
        return events;
    }

    @Test
    void eachEventInItsOrder() {
        assertThat(read(BYTES, BYTES.length)).containsExactly("4 4 30", "1 30 1", "0 0 0", "2 0 -3");
    }

    @Test
    void whatIsNotWholeIsLeftOut() {
        assertThat(read(BYTES, 2 * Evdev.EVENT_SIZE - 1)).containsExactly("4 4 30");
        assertThat(read(BYTES, 0)).isEmpty();
    }
}
