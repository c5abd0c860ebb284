package netseat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** What the command says without a controller; with one: CliTest in e2e. */
@Timeout(60)
class NetseatTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int netseat(String... arguments) {
        CommandLine line = Netseat.line();
        line.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        return line.execute(arguments);
    }

    @Test
    void withoutAControllerItSaysWhereItLookedAndHowToSayOtherwise() throws IOException {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }

        assertThat(netseat("status", "--url", "http://127.0.0.1:" + free)).isEqualTo(ExitStatus.UNREACHABLE);
        assertThat(err.toString())
                .startsWith("netseat: no controller answers at http://127.0.0.1:" + free)
                .contains("--url")
                .contains("NETSEAT_URL");
        assertThat(out.toString()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plugg",
                "plug a",
                "plug a b c",
                "vm explode grub",
                "status --url nonsense",
                "admit abc",
                "screenshot grub x.png --width 0"
            })
    void whatMakesNoSenseIsRefusedInOneLineBeforeAnythingIsDone(String typed) {
        assertThat(netseat(typed.isEmpty() ? new String[0] : typed.split(" "))).isEqualTo(ExitStatus.USAGE);
        assertThat(err.toString()).startsWith("netseat: ").endsWith("(see --help)" + System.lineSeparator());
        assertThat(err.toString().lines()).hasSize(1);
    }

    @Test
    void everyCommandHelps() {
        for (String name : Netseat.line().getSubcommands().keySet()) {
            assertThat(netseat(name, "--help")).as(name).isZero();
        }
        assertThat(netseat("--help")).isZero();
        assertThat(out.toString()).contains("Exit status: 0 done").contains("generate-completion");
    }

    @Test
    void theDoctorNamesWhatItLookedAtAndSaysWhetherVmsCanRun() {
        int status = netseat("doctor", "--json");

        assertThat(out.toString())
                .contains("\"subject\":\"QEMU\"")
                .contains("\"subject\":\"KVM\"")
                .contains("\"subject\":\"port 18356\"");
        assertThat(status).isEqualTo(out.toString().contains("\"fault\"") ? ExitStatus.REFUSED : ExitStatus.DONE);
    }
}
