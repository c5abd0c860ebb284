package netseat.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import netseat.protocol.Attachment.Capabilities;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class FrameTest {
    private final ByteBuffer buffer = ByteBuffer.allocate(8192);
    private final Recorder recorder = new Recorder();

    @Test
    void everyMessageToTheControllerArrivesAsItWasSent() throws ProtocolException {
        Capabilities pads = new Capabilities(0, true, true, 16, 0, 0, 60, 1, 24, 0);
        Attachment pointer = new Attachment(PeripheralClass.POINTER, "Müller", "Maus", "7", pads);
        Capabilities pixels = new Capabilities(0, true, false, 5, 1280, 800, 240, 16, 16, 0xFF);
        Attachment display = new Attachment(PeripheralClass.DISPLAY, "", "", "", pixels, "1-1.4/ü");
        FrameWriter.hello(buffer, 1, 3, "test");
        FrameWriter.attach(buffer, 9, pointer);
        FrameWriter.attach(buffer, 65535, display);
        FrameWriter.key(buffer, 1, KeyPage.KEYBOARD, 0xE7, KeyAction.REPEAT);
        FrameWriter.key(buffer, 1, KeyPage.SCAN_CODE, 0xE046, KeyAction.PRESS);
        FrameWriter.motion(buffer, 9, -10_000, 10_000);
        FrameWriter.position(buffer, 9, 0, 0x7FFF);
        FrameWriter.button(buffer, 9, 16, true);
        FrameWriter.wheel(buffer, 9, -120, 15);
        FrameWriter.pictureShown(buffer, 65535, 77);
        FrameWriter.pictureLost(buffer, 65535);
        FrameWriter.size(buffer, 65535, 64, 8192);
        FrameWriter.size(buffer, 65535, 7680, 4320);
        FrameWriter.ping(buffer, Long.MIN_VALUE);
        FrameWriter.pong(buffer, 5);
        FrameWriter.detach(buffer, 9);
        FrameWriter.bye(buffer, 0, ByeReason.NORMAL, "done");
        buffer.flip();
        assertThat(FrameHeader.number(buffer, 0)).isEqualTo(17);
        new FrameReader().read(buffer, (ToController) recorder);
        assertThat(recorder.heard())
                .containsExactly(
                        "hello 1 3 test",
                        "attach 9 " + pointer,
                        "attach 65535 " + display,
                        "key 1 7 231 REPEAT",
                        "key 1 0 57414 PRESS",
                        "motion 9 -10000 10000",
                        "position 9 0 32767",
                        "button 9 16 true",
                        "wheel 9 -120 15",
                        "shown 65535 77",
                        "lost 65535",
                        "size 65535 64 8192",
                        "size 65535 7680 4320",
                        "ping -9223372036854775808",
                        "pong 5",
                        "detach 9",
                        "bye 0 NORMAL done");
    }

    @Test
    void aPeripheralsFaultIsToldApartFromTheLinksAndTheRestCanBeRead() throws ProtocolException {
        FrameWriter.button(buffer, 9, 17, true);
        FrameWriter.key(buffer, 1, KeyPage.KEYBOARD, 4, KeyAction.PRESS);
        int end = buffer.position();
        FrameWriter.ping(buffer, 5);
        buffer.flip();
        FrameHeader.number(buffer, 0);
        buffer.putInt(end + 4, 77); // out of sequence
        FrameReader reader = new FrameReader();
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> reader.read(buffer, (ToController) recorder));
        assertThat(reader.blamed()).isEqualTo(9);
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> reader.read(buffer, (ToController) recorder));
        assertThat(reader.blamed()).isEqualTo(FrameHeader.LINK);
        assertThat(recorder.heard()).containsExactly("key 1 7 4 PRESS");
    }

    @Test
    void everyMessageToTheDeviceArrivesAsItWasSent() throws ProtocolException {
        FrameWriter.welcome(buffer, 1, "netseat");
        FrameWriter.attached(buffer, 1, "a/keyboard");
        FrameWriter.status(buffer, 1, PlugState.FAILED, "grub", "x".repeat(300));
        FrameWriter.leds(buffer, 1, 7);
        FrameWriter.pointerMode(buffer, 2, true);
        FrameWriter.picturePrefix(buffer, 3, 255, 42, true, 100);
        buffer.put(new byte[100]);
        FrameWriter.bye(buffer, 2, ByeReason.BAD_VALUE, "");
        buffer.flip();
        FrameHeader.number(buffer, 0);
        new FrameReader().read(buffer, (ToDevice) recorder);
        assertThat(recorder.heard())
                .containsExactly(
                        "welcome 1 netseat",
                        "attached 1 a/keyboard",
                        "status 1 FAILED grub " + "x".repeat(255),
                        "leds 1 7",
                        "mode 2 true",
                        "picture 3 255 42 true 100",
                        "bye 2 BAD_VALUE ");
    }

    @ParameterizedTest
    @CsvSource({
        "BAD_FRAME,     10 00 0001 00000001 000000", // less than a header
        "BAD_FRAME,     10 00 0001 00000001 00000005 0007 0004", // cut short
        "BAD_FRAME,     10 00 0001 00000001 00000004 0007 0004", // payload too short for its fields
        "BAD_FRAME,     10 00 0001 00000001 00000006 0007 0004 01 00", // and too long
        "BAD_FRAME,     10 02 0001 00000001 00000005 0007 0004 01", // unknown flag
        "TOO_LONG,      10 00 0001 00000001 00001001",
        "TOO_LONG,      10 00 0001 00000001 ffffffff",
        "OUT_OF_ORDER,  10 00 0001 00000002 00000005 0007 0004 01",
        "OUT_OF_ORDER,  10 00 0001 00000000 00000005 0007 0004 01",
        "UNKNOWN_TYPE,  7f 00 0001 00000001 00000000",
        "BAD_VALUE,     10 00 0000 00000001 00000005 0007 0004 01", // a key of the link itself
        "BAD_VALUE,     10 00 0001 00000001 00000005 0007 00e8 01", // no such usage
        "BAD_VALUE,     10 00 0001 00000001 00000005 0000 0080 01", // no such scan code
        "BAD_VALUE,     10 00 0001 00000001 00000005 0009 0001 01", // no such page
        "BAD_VALUE,     10 00 0001 00000001 00000005 0007 0004 03", // no such action
        "BAD_VALUE,     20 00 0001 00000001 00000004 2711 0000",
        "BAD_VALUE,     20 00 0001 00000001 00000004 0000 8000",
        "BAD_VALUE,     21 00 0001 00000001 00000004 8000 0000",
        "BAD_VALUE,     22 00 0001 00000001 00000002 00 01",
        "BAD_VALUE,     22 00 0001 00000001 00000002 11 01",
        "BAD_VALUE,     22 00 0001 00000001 00000002 01 02",
        "BAD_VALUE,     23 00 0001 00000001 00000004 0000 7fff",
        "BAD_VALUE,     33 00 0001 00000001 00000004 003f 0100",
        "BAD_VALUE,     33 00 0001 00000001 00000004 0100 2001",
        "BAD_VALUE,     33 00 0001 00000001 00000004 2000 2000", // more pixels than a picture may have
        "BAD_FRAME,     33 00 0001 00000001 00000003 0100 01",
        "BAD_VALUE,     03 00 0001 00000001 00000007 03 00 00 00 22 01 00", // heads are counted from 1
        "BAD_VALUE,     03 00 0001 00000001 00000007 03 00 00 00 22 01 11",
        "BAD_VALUE,     03 00 0001 00000001 00000004 09 00 00 00", // no such class
        "BAD_VALUE,     03 00 0001 00000001 00000007 03 00 00 00 23 01 0f", // no such depth
        "BAD_FRAME,     03 00 0001 00000001 00000006 01 00 00 00 01 02", // capability beyond the end
        "BAD_VALUE,     01 00 0000 00000001 00000006 0001 0001 01 ff", // no UTF-8
        "TOO_LONG,      01 00 0000 00000001 00000005 0001 0001 41",
        "BAD_VALUE,     0b 00 0001 00000001 00000002 01 41", // a pairing code of a peripheral
        "TOO_LONG,      0b 00 0000 00000001 00000001 41",
        "BAD_VALUE,     28 00 0004 00000001 00000001 00", // no contact
        "BAD_FRAME,     28 00 0004 00000001 00000007 02 00 01 0000 0000", // two that are one
        "BAD_FRAME,     28 00 0004 00000001 00000008 01 00 01 0000 0000 00",
        "BAD_VALUE,     28 00 0004 00000001 00000007 0b 00 01 0000 0000", // eleven
        "BAD_VALUE,     28 00 0004 00000001 00000007 01 0a 01 0000 0000", // no such number
        "BAD_VALUE,     28 00 0004 00000001 00000007 01 00 03 0000 0000", // no such state
        "BAD_VALUE,     28 00 0004 00000001 00000007 01 00 01 8000 0000", // no such place
        "BAD_VALUE,     28 00 0004 00000001 0000000d 02 00 01 0000 0000 00 00 0000 0000", // the same twice
        "BAD_VALUE,     28 00 0000 00000001 00000007 01 00 01 0000 0000", // of the link
        "BAD_VALUE,     03 00 0001 00000001 00000007 04 00 00 00 30 01 0b", // a surface of eleven contacts
        "BAD_VALUE,     07 00 0001 00000001 00000008 0000000000000000" // a ping of a peripheral
    })
    void refusesWhatBreaksTheRules(ByeReason reason, String hex) {
        ByteBuffer message = ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> new FrameReader().read(message, (ToController) recorder))
                .extracting(ProtocolException::reason)
                .isEqualTo(reason);
        assertThat(recorder.heard()).isEmpty();
    }

    @Test
    void skipsAnUnknownTypeThatSaysItMayBeSkippedAndUnknownCapabilities() throws ProtocolException {
        String skippable = "7f01000100000001000000020000";
        String attach = "030000010000000200000009 01 00 00 00 fe 01 07 01 01";
        // the capability list's last entry has its value in the next byte
        String whole = skippable + attach.replace("00000009", "0000000a") + "04";
        ByteBuffer message = ByteBuffer.wrap(HexFormat.of().parseHex(whole.replace(" ", "")));
        new FrameReader().read(message, (ToController) recorder);
        assertThat(recorder.heard()).hasSize(1).first().asString().contains("KEYBOARD", "leds=4");
    }

    @ParameterizedTest
    @CsvSource({
        "BAD_VALUE, 0a 00 0000 00000001 00000002 03 00", // no such state
        "BAD_VALUE, 0a 00 0000 00000001 00000004 01 02 61 62", // not an identifier
        "TOO_LONG,  0a 00 0000 00000001 00000002 01 41",
        "BAD_VALUE, 0d 00 0000 00000001 00000004 00 0001 00", // to nowhere
        "BAD_VALUE, 0d 00 0000 00000001 00000005 01 61 0000 00", // no such port
        "BAD_VALUE, 0d 00 0000 00000001 00000005 01 61 0001 02",
        "BAD_VALUE, 29 00 0004 00000001 00000001 0b", // eleven contacts
        "BAD_VALUE, 34 01 0003 00000001 00000001 02", // neither dark nor light
        "BAD_FRAME, 34 01 0003 00000001 00000000",
        "BAD_FRAME, 0c 00 0000 00000001 00000000"
    })
    void aDeviceRefusesWhatBreaksTheRules(ByeReason reason, String hex) {
        ByteBuffer message = ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> new FrameReader().read(message, (ToDevice) recorder))
                .extracting(ProtocolException::reason)
                .isEqualTo(reason);
        assertThat(recorder.heard()).isEmpty();
    }

    @Test
    void theSequenceWraps() throws ProtocolException {
        ByteBuffer first = ByteBuffer.allocate(64);
        FrameWriter.ping(first, 1);
        FrameWriter.ping(first, 2);
        first.flip();
        assertThat(FrameHeader.number(first, -2)).isZero();
        assertThat(FrameHeader.sequence(first, 0)).isEqualTo(-1);
    }
}
