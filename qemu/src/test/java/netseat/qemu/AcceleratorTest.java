package netseat.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class AcceleratorTest {
    @Test
    void onlyTheFlagOfTheProcessorCounts() {
        assertThat(Accelerator.hasVirtualization("model name\t: x\nflags\t\t: fpu vme svm\n"))
                .isTrue();
        assertThat(Accelerator.hasVirtualization("flags\t\t: fpu vmx sse\n")).isTrue();
        assertThat(Accelerator.hasVirtualization("flags\t\t: fpu vme\nmodel name\t: vmx svm\n"))
                .isFalse();
        assertThat(Accelerator.hasVirtualization("flags\t\t: fpu xvmx vmx_old\n"))
                .isFalse();
    }
}
