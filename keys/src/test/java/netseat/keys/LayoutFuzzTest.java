package netseat.keys;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** A layout's file of somebody else's: what it is, or a {@link BadLayoutException}, nothing else. */
class LayoutFuzzTest {
    @FuzzTest(maxExecutions = 40_000)
    void layout(byte[] file) {
        try {
            assert LayoutFile.parse(file).values().stream().noneMatch(chords -> chords.isEmpty());
        } catch (BadLayoutException e) {
            assert e != null;
        }
    }
}
