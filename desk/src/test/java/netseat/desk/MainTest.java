package netseat.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import picocli.CommandLine;

/** The command line without a device. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class MainTest {
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.line()
                .setErr(new PrintWriter(err))
                .setOut(new PrintWriter(new StringWriter()))
                .execute(arguments);
    }

    @Test
    void everySubcommandHasHelp() {
        assertThat(run("--help")).isZero();
        for (String subcommand : Main.line().getSubcommands().keySet()) {
            assertThat(run(subcommand, "--help")).as(subcommand).isZero();
        }
    }

    @Test
    void withoutASubcommandItAsksForOne() {
        assertThat(run()).isEqualTo(CommandLine.ExitCode.USAGE).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).contains("Name a subcommand");
    }

    @Test
    void aQrCodeIsSquare() {
        String code = QrCodeText.of("0".repeat(64));
        int lines = (int) code.lines().count();
        assertThat(code.lines()).allSatisfy(line -> assertThat(line.length()).isBetween(2 * lines - 1, 2 * lines));
    }
}
