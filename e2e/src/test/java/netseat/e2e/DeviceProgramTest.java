package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import netseat.device.DeviceKey;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The package of netseat-device as a newcomer has it: its size, that it needs nothing, and what it says when it cannot. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class DeviceProgramTest {
    private static final long MOST_BYTES = 60_000_000;
    private static final int NOBODY = 65534;

    private static DevicePackage program;

    @TempDir
    private Path folder;

    @BeforeAll
    static void make() throws IOException, InterruptedException {
        program = DevicePackage.make();
    }

    private record Answer(int status, String out, String err) {}

    /** Without any environment, so without a PATH and a JAVA_HOME. */
    private Answer ask(String... arguments) throws IOException, InterruptedException {
        return run(List.of("env", "-i", program.program().toString()), arguments);
    }

    private Answer run(List<String> command, String... arguments) throws IOException, InterruptedException {
        try (Running running = start(command, arguments)) {
            return running.await();
        }
    }

    private Running start(List<String> command, String... arguments) throws IOException {
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        Process process = new ProcessBuilder(Command.line(command, List.of(arguments)))
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        return new Running(process, out, err);
    }

    private record Running(Process process, Path out, Path err) implements AutoCloseable {
        Answer await() throws IOException, InterruptedException {
            int status = process.waitFor();
            return new Answer(status, Files.readString(out), Files.readString(err));
        }

        /** Waits until it has said this to its standard error. */
        void awaitWord(String words) {
            Awaitility.await(words)
                    .atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> assertThat(err).content().contains(words));
        }

        @Override
        public void close() {
            process.destroyForcibly();
        }
    }

    @Test
    void itIsSmallAndWhole() throws IOException {
        try (Stream<Path> files = Files.walk(program.folder())) {
            long size = files.filter(path -> Files.isRegularFile(path) && !path.endsWith("netseat-device.aot"))
                    .mapToLong(path -> path.toFile().length())
                    .sum();
            assertThat(size).isLessThan(MOST_BYTES);
        }
        assertThat(Files.size(program.archive())).isLessThan(MOST_BYTES / 2);
        for (String file : List.of(
                "README.md",
                "LICENSE",
                "share/netseat-device.service",
                "share/60-netseat-device.rules",
                "runtime/release")) {
            assertThat(program.folder().resolve(file)).isNotEmptyFile();
        }
    }

    @Test
    void everySubcommandHelpsWithoutJavaOnTheComputer() throws IOException, InterruptedException {
        Answer help = ask("--help");
        assertThat(help.status()).as(help.err()).isZero();
        for (String subcommand : List.of("seat", "keyboard", "mouse", "touch", "display")) {
            assertThat(help.out()).contains("  " + subcommand + " ");
            Answer answer = ask(subcommand, "--help");
            assertThat(answer.status()).isZero();
            assertThat(answer.out()).contains("Usage: netseat-device " + subcommand, "--controller", "--list");
        }
        assertThat(ask("saet").status()).isEqualTo(2);
    }

    @Test
    void itSaysWhoItIsAndThatThereIsNoDevice() throws IOException, InterruptedException {
        Path state = folder.resolve("state");
        Path none = Files.createDirectory(folder.resolve("none"));
        String[] arguments = {
            "keyboard", "--controller", "localhost:1", "--state", state.toString(), "--input-folder", none.toString()
        };
        Answer first = ask(arguments);
        assertThat(first.status()).isEqualTo(3);
        assertThat(first.err()).isEqualTo("netseat-device: there is no keyboard; --list shows what there is\n");
        assertThat(first.out())
                .containsPattern("This device is [0-9a-f]{10}, in full:\n  [0-9a-f]{64}\n")
                .contains("▄▄▄▄▄");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(state.resolve("device.pem"))))
                .isEqualTo("rw-------");
        assertThat(ask(arguments).out()).as("the same device again").isEqualTo(first.out());
        assertThat(ask(
                                "mouse",
                                "--list",
                                "--input-folder",
                                folder.resolve("nowhere").toString())
                        .status())
                .isEqualTo(3);
    }

    @Test
    void aUserWhoMayNotIsToldWhatToDo() throws IOException, InterruptedException {
        Path inputs = Files.createDirectory(folder.resolve("inputs"));
        Path state = Files.createDirectory(folder.resolve("state"));
        Files.createFile(
                inputs.resolve("event0"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("---------")));
        List<String> command = new ArrayList<>();
        if (ProcessHandle.current().info().user().orElse("").equals("root")) { // whom nothing is denied
            command.addAll(List.of("setpriv", "--reuid", "" + NOBODY, "--regid", "" + NOBODY, "--clear-groups"));
            Files.setAttribute(state, "unix:uid", NOBODY);
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        command.add(program.program().toString());
        Answer answer = run(
                command,
                "keyboard",
                "--controller",
                "localhost:1",
                "--state",
                state.toString(),
                "--input-folder",
                inputs.toString());
        assertThat(answer.status()).as(answer.err()).isEqualTo(4);
        assertThat(answer.out()).contains("Left out: cannot open " + inputs.resolve("event0") + ": Permission denied");
        assertThat(answer.err()).contains("this user may not use the keyboard", "groups input and video");
    }

    @Test
    void aWrongAddressOrCodeIsAnsweredAtOnce() throws IOException, InterruptedException {
        String state = folder.resolve("state").toString();
        Answer address = ask("keyboard", "--controller", "a b", "--state", state);
        assertThat(address.status()).isEqualTo(2);
        assertThat(address.err()).contains("'a b' is no controller's address");
        Answer code = ask("keyboard", "--controller", "localhost", "--pairing-code", "-", "--state", state);
        assertThat(code.status()).isEqualTo(2);
        assertThat(code.err()).contains("there is no pairing code");
    }

    @Test
    void byQuicItWaitsIsAdmittedTypesAndSeesAndByTlsAsWell() throws IOException, InterruptedException {
        Path script = Files.writeString(folder.resolve("script"), """
                wait text "GRUB" 60s
                press c
                wait text "grub>" 30s
                press backspace
                type "echo by $feature_menuentry_id\\n"
                wait text "by y" 30s
                """);
        DeviceKey key = DeviceKey.in(folder.resolve("state"));
        try (DatagramSocket silent = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                Running lost = by("quic", folder.resolve("other"), silent.getLocalPort(), script);
                ServerProcess server =
                        ServerProcess.start(Guests.machine("grub", Guests.GRUB) + Guests.seat("a", "grub"))) {
            try (Running running =
                    by("quic", folder.resolve("state"), server.devices().port(), script)) {
                server.awaitState("grub", "running");
                running.awaitWord("Pending: ");
                server.admit(key.id(), "a");
                Answer answer = running.await();
                assertThat(answer.status()).as(answer.out() + answer.err()).isZero();
                assertThat(answer.err())
                        .contains("Connected.", "Pending: ", "Admitted.", "Plugged into grub")
                        .doesNotContain("WARN", "null", "tries again");
            }
            assertThat(Files.readString(folder.resolve("state").resolve("home")))
                    .isEqualTo("quic://localhost:" + server.devices().port() + "\n");
            Path again = Files.writeString(folder.resolve("again"), """
                    type "echo again $feature_menuentry_id\\n"
                    wait text "again y" 30s
                    """);
            try (Running running =
                    by("tls", folder.resolve("state"), server.devices().port(), again)) {
                Answer answer = running.await();
                assertThat(answer.status()).as(answer.out() + answer.err()).isZero();
                assertThat(answer.err()).contains("Admitted.").doesNotContain("Pending: ");
            }
            lost.awaitWord("nobody answers over UDP");
            lost.awaitWord("where a firewall drops that, TLS (tls://) may pass");
        }
    }

    private Running by(String transport, Path state, int port, Path script) throws IOException {
        return start(
                List.of("env", "-i", program.program().toString()),
                "virtual",
                "--controller",
                transport + "://localhost:" + port,
                "--state",
                state.toString(),
                "--script",
                script.toString(),
                "--failures",
                folder.toString());
    }

    @Test
    void itTriesItselfWithoutAController() throws IOException, InterruptedException {
        Path java = program.folder().resolve("runtime").resolve("bin").resolve("java");
        Answer answer = run(
                List.of("env", "-i", java.toString(), "--enable-native-access=ALL-UNNAMED"),
                "-cp",
                program.folder() + "/lib/*",
                "netseat.desk.Main",
                "trial");
        assertThat(answer.status()).as(answer.err()).isZero();
        assertThat(answer.out()).contains("Admitted.", "Plugged into trial.");
    }
}
