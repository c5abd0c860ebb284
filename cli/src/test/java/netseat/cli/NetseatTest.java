package netseat.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

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
                "plug a --follow",
                "plug a b --head x",
                "broadcast a b --off",
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
    void aFileIsCheckedWithoutAController(@TempDir Path folder) throws IOException {
        Path good = Files.writeString(folder.resolve("good.toml"), "[vm.a]\n[seat.s]\nvm = \"a\"\n");
        Path bad = Files.writeString(folder.resolve("bad.toml"), "[vm.b]\ncpu = 1\n[seat.t]\nvm = \"a\"\n");
        assertThat(netseat("check", good.toString())).isZero();
        assertThat(out.toString()).isEmpty();
        assertThat(netseat("check", bad.toString())).isEqualTo(ExitStatus.REFUSED);
        assertThat(out.toString().lines())
                .hasSize(2)
                .anyMatch(line -> line.startsWith(bad + ":2:1: [vm.b] unknown key \"cpu\"; did you mean \"cpus\"?"))
                .contains(bad + ":4:1: [seat.t] VM a is not declared");
        out.getBuffer().setLength(0);
        assertThat(netseat("check", "--json", good.toString(), bad.toString())).isEqualTo(ExitStatus.REFUSED);
        JsonNode faults = JsonMapper.builder().build().readTree(out.toString());
        assertThat(faults).hasSize(1);
        assertThat(faults.path(0).path("file").stringValue()).isEqualTo(bad.toString());
        assertThat(faults.path(0).path("line").intValue()).isEqualTo(2);
        assertThat(faults.path(0).path("table").stringValue()).isEqualTo("vm.b");
        assertThat(netseat("check", folder.resolve("none.toml").toString())).isEqualTo(ExitStatus.REFUSED);
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
