package netseat.linux;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.lang.foreign.MemorySegment;

/** What monitors and input devices send: something within its bounds, or nothing. */
class LinuxFuzzTest {
    @FuzzTest(maxExecutions = 40_000)
    void edid(byte[] bytes) {
        byte[] summed = bytes.clone();
        if (summed.length >= 128) {
            byte sum = 0;
            for (int i = 0; i < 127; i++) {
                sum += summed[i];
            }
            summed[127] = (byte) -sum; // else hardly any would get past it
        }
        Edid.parse(summed).ifPresent(edid -> {
            assert edid.maker().length() == 3;
            assert edid.name().length() <= 13 && edid.name().chars().allMatch(c -> c >= 0x20 && c < 0x7F);
            assert edid.serial().length() <= 13 && edid.serial().chars().allMatch(c -> c >= 0x20 && c < 0x7F);
            assert edid.width() >= 0 && edid.width() < 4096 && edid.height() >= 0 && edid.height() < 4096;
        });
    }

    @FuzzTest(maxExecutions = 40_000)
    void events(byte[] bytes) {
        int[] count = new int[1];
        InputEvents.read(MemorySegment.ofArray(bytes), bytes.length, (type, code, value) -> {
            assert type >= 0 && type <= 0xFFFF && code >= 0 && code <= 0xFFFF;
            count[0]++;
        });
        assert count[0] == bytes.length / Evdev.EVENT_SIZE;
    }
}
