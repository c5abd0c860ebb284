package netseat.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import netseat.screen.Framebuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class SizeCheckTest {
    private static final long MILLI = 1_000_000;

    private final SizeCheck check = new SizeCheck();
    private final Framebuffer text = new Framebuffer(720, 400);
    private final Framebuffer graphics = new Framebuffer(1280, 800);

    private void tell(Framebuffer picture) {
        check.width(picture.width());
        check.height(picture.height());
    }

    @Test
    void aSizeThatIsToldAndDiffersIsActedOnAtOnce() {
        tell(text);
        assertThat(check.mustRegister(text, 0)).isFalse();
        tell(graphics);
        assertThat(check.mustRegister(text, 0)).isTrue();
    }

    @Test
    void aDisagreementThatNobodyToldIsActedOnWhenItLastsAndOnlyOnce() {
        tell(text);
        check.settle();
        assertThat(check.mustRegister(text, 0)).isFalse();
        assertThat(check.pollMillis(0)).isNegative();
        assertThat(check.mustRegister(graphics, MILLI)).isFalse();
        assertThat(check.pollMillis(MILLI)).isPositive();
        assertThat(check.mustRegister(graphics, 100 * MILLI)).isTrue();
        assertThat(check.mustRegister(graphics, 300 * MILLI)).isFalse();
        assertThat(check.pollMillis(300 * MILLI)).isNegative();
    }

    @Test
    void aSizeThatIsOnItsWayIsWaitedFor() {
        tell(text);
        check.settle();
        assertThat(check.mustRegister(graphics, 0)).isFalse();
        tell(graphics);
        assertThat(check.mustRegister(graphics, 100 * MILLI)).isFalse();
        assertThat(check.mustRegister(graphics, 101 * MILLI)).isFalse();
        assertThat(check.pollMillis(101 * MILLI)).isNegative();
    }
}
