package netseat.controller;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Whatever is shown as a pairing code is a code that was made, or none. */
class PairingCodesFuzzTest {
    @FuzzTest(maxExecutions = 5000)
    void anyText(byte[] typed) {
        PairingCodes codes = new PairingCodes(System::nanoTime);
        String made = codes.make("a").orElseThrow();
        if (codes.use(new String(typed, StandardCharsets.UTF_8)).isPresent()) {
            throw new AssertionError("that was " + made + " by chance, or not a code at all");
        }
        if (codes.use(made.toLowerCase(Locale.ROOT)).isEmpty()) {
            throw new AssertionError("a wrong code has used up the right one");
        }
    }
}
