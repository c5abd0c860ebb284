package netseat.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class OpenFilesTest {
    private static final String BEFORE = """
            Limit                     Soft Limit           Hard Limit           Units
            Max processes             95878                95878                processes
            """;

    @Test
    void theLimitInForceIsRead() {
        assertThat(OpenFiles.limit(
                        BEFORE + "Max open files            1024                 524288               files     \n"))
                .hasValue(1024);
        assertThat(OpenFiles.limit()).as("of this process").isPresent();
    }

    @Test
    void noLimitIsNone() {
        assertThat(OpenFiles.limit(
                        BEFORE + "Max open files            unlimited            unlimited            files     \n"))
                .isEmpty();
        assertThat(OpenFiles.limit(BEFORE)).isEmpty();
        assertThat(OpenFiles.limit(
                        BEFORE + "Max open files            9223372036854775807  9223372036854775807  files     \n"))
                .isEmpty();
    }

    @Test
    void machinesTakeTheirShareFirst() {
        assertThat(OpenFiles.linksWithin(1024, 3)).isEqualTo(1024 - 512 - 72);
        assertThat(OpenFiles.linksWithin(600, 10)).as("never none").isEqualTo(1);
    }
}
