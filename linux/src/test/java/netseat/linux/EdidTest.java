package netseat.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** A monitor's own words. */
class EdidTest {
    /** A block with a preferred timing of 1920x1080, the serial number 42-A, and the name. */
    static byte[] block(String name) {
        byte[] block = new byte[128];
        System.arraycopy(HexFormat.of().parseHex("00ffffffffffff0010acbaa0"), 0, block, 0, 12); // DEL
        System.arraycopy(HexFormat.of().parseHex("023a801871382d40582c45000f282100001e"), 0, block, 54, 18);
        text(block, 72, 0xFF, "42-A\n");
        text(block, 90, 0xFC, name);
        byte sum = 0;
        for (byte b : block) {
            sum += b;
        }
        block[127] = (byte) -sum;
        return block;
    }

    private static void text(byte[] block, int at, int kind, String text) {
        block[at + 3] = (byte) kind;
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(bytes, 0, block, at + 5, Math.min(13, bytes.length));
    }

    @Test
    void whoMadeItAndWhatItPrefers() {
        assertThat(Edid.parse(block("DELL U2412M\n "))).contains(new Edid("DEL", "DELL U2412M", "42-A", 1920, 1080));
    }

    @Test
    void whatCannotBePrintedIsNot() {
        assertThat(Edid.parse(block("\u001b[2Jhello\n")).orElseThrow().name()).isEqualTo("?[2Jhello");
    }

    @Test
    void whatIsNoBlockIsNone() {
        byte[] wrongSum = block("x\n");
        wrongSum[20]++;
        assertThat(Edid.parse(wrongSum)).isEmpty();
        assertThat(Edid.parse(new byte[127])).isEmpty();
        assertThat(Edid.parse(new byte[128])).isEmpty();
    }
}
