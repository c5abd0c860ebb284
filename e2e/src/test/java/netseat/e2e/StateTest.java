package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import netseat.device.VirtualSeat;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is made at run time, read again and backed up, with a real QEMU that does nothing and machines without a guest. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StateTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final String DECLARED = """
            [vm.null1]
            [vm.null2]
            [vm.idle]
            memory = 32
            autostart = false
            [seat.a]
            vm = "null1"
            [seat.b]
            vm = "null2"
            """;

    private static ServerProcess server;
    private static Path config;

    @BeforeAll
    static void start() throws IOException {
        server = ServerProcess.startBy(ServerProcess.java(NullServer.class.getName(), "-Xmx256m"), DECLARED);
        config = server.stateFolder().resolveSibling("vms.toml");
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @BeforeEach
    void asDeclared() throws IOException, InterruptedException {
        Files.writeString(config, DECLARED);
        assertThat(ask("POST", "reload", "{}")).isEqualTo(200);
        server.plug("a", "null1");
        server.plug("b", "null2");
    }

    private static int ask(String method, String path, String body) throws IOException, InterruptedException {
        return answer(method, path, body).statusCode();
    }

    private static HttpResponse<String> answer(String method, String path, String body)
            throws IOException, InterruptedException {
        return server.request(method, "/api/v1/" + path, body);
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.builder().build().readTree(answer.body());
    }

    private static List<String> names(String group) throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        server.state().path(group).forEach(each -> names.add(each.path("name").asString()));
        return names;
    }

    private static String pluggedInto(String seat) throws IOException, InterruptedException {
        return seat(seat).path("vm").asString("");
    }

    private static JsonNode seat(String name) throws IOException, InterruptedException {
        for (JsonNode each : server.state().path("seats")) {
            if (each.path("name").asString().equals(name)) {
                return each;
            }
        }
        throw new IllegalArgumentException("no seat " + name);
    }

    private static void killAndStartAgain() throws IOException, InterruptedException {
        server.kill();
        server.startAgain();
    }

    @Test
    void whatIsMadeAtRunTimeIsThereAfterAKillAndGoneWhenItIsRemoved() throws IOException, InterruptedException {
        assertThat(ask(
                        "POST",
                        "vms",
                        "{\"name\": \"made\", \"memory\": 32, \"autostart\": false, \"title\": \"Made\"}"))
                .isEqualTo(204);
        assertThat(ask("POST", "seats", "{\"name\": \"c\", \"vm\": \"made\"}")).isEqualTo(204);
        assertThat(ask("POST", "seats", "{\"name\": \"d\"}")).isEqualTo(204);
        assertThat(ask("POST", "seats", "{\"name\": \"d\"}")).as("once only").isEqualTo(409);
        assertThat(ask("POST", "vms", "{\"name\": \"made\"}")).as("once only").isEqualTo(409);
        server.plug("d", "null1");
        assertThat(ask("POST", "vms/made/start", "")).isEqualTo(204);
        killAndStartAgain();
        server.awaitState("made", "running");
        assertThat(server.machine("made").path("title").asString()).isEqualTo("Made");
        assertThat(pluggedInto("c")).isEqualTo("made");
        assertThat(pluggedInto("d")).isEqualTo("null1");

        HttpResponse<String> running = answer("DELETE", "vms/made", "");
        assertThat(running.statusCode()).isEqualTo(409);
        assertThat(running.body()).contains("made is on: stop it first");
        assertThat(server.machine("made").path("state").asString()).isEqualTo("running");
        assertThat(ask("POST", "vms/made/stop", "")).isEqualTo(204);
        assertThat(ask("DELETE", "vms/made", "")).isEqualTo(204);
        assertThat(server.machineFolder("made")).doesNotExist();
        assertThat(pluggedInto("c")).isEmpty();
        assertThat(ask("DELETE", "seats/d", "")).isEqualTo(204);
        assertThat(ask("DELETE", "seats/d", "")).isEqualTo(404);
        killAndStartAgain();
        assertThat(names("vms")).doesNotContain("made");
        assertThat(names("seats")).containsExactly("a", "b", "c");
        assertThat(pluggedInto("c")).isEmpty();
        assertThat(ask("POST", "seats", "{\"name\": \"d\"}")).isEqualTo(204);
        assertThat(pluggedInto("d")).as("nothing is left of the one before").isEmpty();
        assertThat(ask("DELETE", "seats/c", "")).isEqualTo(204);
        assertThat(ask("DELETE", "seats/d", "")).isEqualTo(204);
    }

    @Test
    void whatCannotBeIsRefusedInWords() throws IOException, InterruptedException {
        HttpResponse<String> bad =
                answer("POST", "vms", "{\"name\": \"x\", \"cpu\": 2, \"memory\": 0, \"cdrom\": \"relative.iso\"}");
        assertThat(bad.statusCode()).isEqualTo(400);
        assertThat(bad.body())
                .contains("did you mean")
                .contains("memory must be 1 to")
                .contains("must begin with a slash");
        assertThat(ask("POST", "vms", "{\"cpus\": 1}")).isEqualTo(400);
        assertThat(ask("POST", "seats", "{\"name\": \"../x\"}")).isEqualTo(400);
        assertThat(ask("POST", "seats", "{\"name\": \"x\", \"vm\": \"none\"}")).isEqualTo(404);
        assertThat(ask("POST", "seats", "{\"name\": \"x\", \"preset\": \"none\"}"))
                .isEqualTo(404);
        assertThat(ask("POST", "seats", "{\"name\": \"x\", \"color\": \"red\"}"))
                .isEqualTo(400);
        assertThat(answer("DELETE", "seats/a", "").body()).contains("declared in the controller's configuration");
        assertThat(answer("DELETE", "vms/null1", "").body()).contains("declared in the controller's configuration");
        assertThat(ask("DELETE", "vms/none", "")).isEqualTo(404);
        assertThat(names("seats")).containsExactly("a", "b");
    }

    @Test
    void whoeverSitsAtARemovedSeatIsToldWhy() throws IOException, InterruptedException {
        assertThat(ask("POST", "seats", "{\"name\": \"gone\", \"vm\": \"null1\"}"))
                .isEqualTo(204);
        try (VirtualSeat person = server.sit("gone");
                VirtualSeat neighbour = server.sit("a")) {
            assertThat(person.await(VirtualSeat::isReady, SOON)).isTrue();
            assertThat(ask("DELETE", "seats/gone", "")).isEqualTo(204);
            assertThat(person.await(seat -> !seat.closed().isEmpty(), SOON)).isTrue();
            assertThat(person.closed()).contains("its seat gone was removed");
            assertThat(neighbour.closed()).isEmpty();
        }
    }

    @Test
    void aPlugPresetIsAppliedAsAWholeOrNotAtAll() throws IOException, InterruptedException {
        assertThat(ask("PUT", "plug-presets/day", "{}")).isEqualTo(204);
        assertThat(ask("PUT", "plug-presets/night", "{\"plugs\": {\"a\": \"null2\", \"b\": null}}"))
                .isEqualTo(204);
        assertThat(ask("PUT", "plug-presets/odd", "{\"plugs\": {\"a\": \"null2\", \"x\": \"y\", \"b\": \"z\"}}"))
                .as("what is not there yet may come")
                .isEqualTo(204);
        assertThat(ask("POST", "plug-presets/night/apply", "")).isEqualTo(204);
        assertThat(List.of(pluggedInto("a"), pluggedInto("b"))).containsExactly("null2", "");
        HttpResponse<String> odd = answer("POST", "plug-presets/odd/apply", "");
        assertThat(odd.statusCode()).isEqualTo(409);
        assertThat(odd.body()).contains("no seat x").contains("no VM y").contains("no VM z");
        assertThat(List.of(pluggedInto("a"), pluggedInto("b"))).containsExactly("null2", "");
        killAndStartAgain();
        assertThat(List.of(pluggedInto("a"), pluggedInto("b"))).containsExactly("null2", "");
        aPlugPresetSaysHowAsWell();
        assertThat(ask("POST", "plug-presets/day/apply", "")).isEqualTo(204);
        assertThat(List.of(pluggedInto("a"), pluggedInto("b"))).containsExactly("null1", "null2");
        for (String name : List.of("day", "night", "odd")) {
            assertThat(ask("DELETE", "plug-presets/" + name, "")).isEqualTo(204);
        }
        assertThat(ask("POST", "plug-presets/day/apply", "")).isEqualTo(404);
        assertThat(ask("PUT", "plug-presets/day", "{\"plugs\": [1]}")).isEqualTo(400);
        assertThat(ask("PUT", "plug-presets/day", "{\"plugs\": {\"a\": 1}}")).isEqualTo(400);
        for (String plug : List.of("\"head\": 0", "\"head\": 17", "\"observe\": 1", "\"hand\": 2")) {
            String plugs = "{\"plugs\": {\"a\": {\"vm\": \"null1\", " + plug + "}}}";
            assertThat(ask("PUT", "plug-presets/day", plugs)).as(plugs).isEqualTo(400);
        }
    }

    /** As one is that is killed while it copies. */
    @Test
    void whatAKilledBackupLeftIsRemovedAtTheNextStart() throws IOException, InterruptedException {
        server.kill();
        Path left = Files.createFile(server.stateFolder().resolve("backup1234567890.db"));
        Path journal = Files.createFile(server.stateFolder().resolve("backup1234567890.db-journal"));
        Path own = Files.createFile(server.stateFolder().resolve("backup-of-mine.db"));
        server.startAgain();
        assertThat(left).doesNotExist();
        assertThat(journal).doesNotExist();
        assertThat(own).exists();
        Files.delete(own);
    }

    private void aPlugPresetSaysHowAsWell() throws IOException, InterruptedException {
        String watching = "{\"vm\": \"null1\", \"head\": 1, \"observe\": true}";
        assertThat(ask("PUT", "plug-presets/watch", "{\"plugs\": {\"a\": " + watching + ", \"b\": \"null1\"}}"))
                .isEqualTo(204);
        assertThat(ask("POST", "plug-presets/watch/apply", "")).isEqualTo(204);
        assertThat(ask("PUT", "plug-presets/kept", "{}")).isEqualTo(204);
        assertThat(ask("POST", "plug-presets/night/apply", "")).isEqualTo(204);
        assertThat(seat("a").path("observe").asBoolean()).as("the usual way").isFalse();
        killAndStartAgain();
        JsonNode listed = json(answer("GET", "plug-presets", "")).path("presets");
        for (String name : List.of("kept", "watch")) {
            assertThat(listed)
                    .filteredOn(preset -> preset.path("name").asString().equals(name))
                    .singleElement()
                    .satisfies(preset -> {
                        assertThat(preset.path("plugs").path("a")).isEqualTo(new JsonMapper().readTree(watching));
                        assertThat(preset.path("plugs").path("b").asString()).isEqualTo("null1");
                    });
            assertThat(ask("POST", "plug-presets/" + name + "/apply", "")).isEqualTo(204);
            assertThat(seat("a").path("head").asInt()).isEqualTo(1);
            assertThat(seat("a").path("observe").asBoolean()).isTrue();
            assertThat(ask("POST", "plug-presets/night/apply", "")).isEqualTo(204);
            assertThat(ask("DELETE", "plug-presets/" + name, "")).isEqualTo(204);
        }
        String lacking = "{\"plugs\": {\"a\": {\"vm\": \"null1\", \"head\": 3}, \"b\": \"null1\"}}";
        assertThat(ask("PUT", "plug-presets/lacking", lacking)).isEqualTo(204);
        HttpResponse<String> refused = answer("POST", "plug-presets/lacking/apply", "");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("no head 3 of VM null1");
        assertThat(pluggedInto("b")).isEmpty();
        assertThat(ask("DELETE", "plug-presets/lacking", "")).isEqualTo(204);
    }

    @Test
    void theConfigurationIsReadAgainWithoutDroppingALink() throws IOException, InterruptedException {
        assertThat(ask("POST", "vms/idle/start", "")).isEqualTo(204);
        long qemu = pidOf("idle");
        try (VirtualSeat person = server.sit("a")) {
            assertThat(person.await(VirtualSeat::isReady, SOON)).isTrue();
            Files.writeString(
                    config,
                    DECLARED.replace("memory = 32", "memory = 48\nheads = 2\ndisplay = \"virtio\"")
                                    .replace("[seat.b]\nvm = \"null2\"\n", "")
                            + "[vm.null3]\n[seat.e]\nvm = \"null3\"\n[preset.left]\nhandedness = \"left\"\n"
                            + "[plug-preset.exam]\na = \"null3\"\ne = \"\"\n");
            JsonNode changes = json(answer("POST", "reload", "{}")).path("changes");
            assertThat(changes)
                    .extracting(JsonNode::asString)
                    .contains(
                            "seat b is removed",
                            "seat e is added",
                            "VM idle is changed, from its next start on: it is on",
                            "presets are changed",
                            "plug presets are changed")
                    .anyMatch(words -> words.startsWith("VM null3 is added"));
            assertThat(names("seats")).containsExactly("a", "e");
            assertThat(pluggedInto("e")).isEqualTo("null3");
            assertThat(pidOf("idle")).isEqualTo(qemu);
            assertThat(server.machine("idle").path("memory").asInt()).isEqualTo(32);
            assertThat(ask("POST", "vms/idle/stop", "")).isEqualTo(204);
            assertThat(ask("POST", "vms/idle/start", "")).isEqualTo(204);
            assertThat(server.machine("idle").path("memory").asInt()).isEqualTo(48);
            assertThat(server.machine("idle").path("heads").asInt()).isEqualTo(2);
            assertThat(ask("POST", "plug-presets/exam/apply", "")).isEqualTo(204);
            assertThat(pluggedInto("a")).isEqualTo("null3");
            assertThat(ask("DELETE", "plug-presets/exam", "")).as("declared").isEqualTo(409);

            Files.writeString(config, DECLARED + "[seat.f]\nvn = \"null1\"\n[vm.null4]\ncpus = 0\n");
            HttpResponse<String> bad = answer("POST", "reload", "{}");
            assertThat(bad.statusCode()).isEqualTo(409);
            assertThat(json(bad).path("faults")).hasSize(2);
            assertThat(json(bad).path("faults").path(0).path("line").asInt()).isEqualTo(11);
            assertThat(json(bad).path("error").asString()).contains(config + ":13:1: [vm.null4] cpus must be");
            assertThat(names("seats")).containsExactly("a", "e");

            Files.writeString(config, DECLARED);
            new ProcessBuilder("kill", "-HUP", String.valueOf(server.pid()))
                    .start()
                    .waitFor();
            Awaitility.await("by SIGHUP")
                    .atMost(SOON)
                    .until(() -> names("seats").equals(List.of("a", "b")));
            assertThat(names("vms")).doesNotContain("null3");
            assertThat(pluggedInto("a")).as("its VM is gone").isEmpty();
            assertThat(person.closed()).isEmpty();
        }
        assertThat(ask("POST", "vms/idle/stop", "")).isEqualTo(204);
    }

    private static long pidOf(String machine) throws IOException {
        return Long.parseLong(Files.readString(server.machineFolder(machine).resolve("qemu.pid"))
                .strip());
    }

    @Test
    void theCommandLineMakesBacksUpAndRestores(@TempDir Path folder) throws IOException, InterruptedException {
        Path copy = folder.resolve("copy.db");
        assertThat(netseat(folder, "vm", "add", "null9", "--title", "Nine", "--no-autostart"))
                .isZero();
        assertThat(netseat(folder, "seat", "add", "z", "--vm", "null9")).isZero();
        assertThat(netseat(folder, "plug-preset", "save", "all", "--plug", "a=null9:1:observe", "--plug", "b="))
                .isZero();
        assertThat(netseat(folder, "backup", copy.toString())).isZero();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(copy)))
                .isEqualTo("rw-------");
        try (var left = Files.list(server.stateFolder())) {
            assertThat(left)
                    .noneMatch(file -> String.valueOf(file.getFileName()).startsWith("backup"));
        }
        assertThat(netseat(folder, "plug-preset", "apply", "all")).isZero();
        assertThat(pluggedInto("a")).isEqualTo("null9");
        assertThat(netseat(folder, "plug-preset", "list")).isZero();
        assertThat(Files.readString(folder.resolve("out"))).containsPattern("all +a=null9:1:observe b=");
        assertThat(netseat(folder, "plug-preset", "save", "bad", "--plug", "a=null9:0"))
                .isEqualTo(2);
        assertThat(netseat(folder, "seat", "remove", "z")).isZero();
        assertThat(netseat(folder, "vm", "remove", "null9")).isZero();
        assertThat(netseat(folder, "vm", "remove", "null9")).isEqualTo(1);
        assertThat(netseat(folder, "plug-preset", "remove", "all")).isZero();
        assertThat(netseat(folder, "reload")).isZero();
        assertThat(Files.readString(folder.resolve("out"))).isEqualTo("Nothing has changed.\n");
        try (ServerProcess restored = ServerProcess.startPrepared(
                ServerProcess.java(NullServer.class.getName(), "-Xmx256m"),
                state -> Files.copy(copy, state.resolve("netseat.db"), StandardCopyOption.COPY_ATTRIBUTES),
                DECLARED)) {
            assertThat(restored.machine("null9").path("title").asString()).isEqualTo("Nine");
            assertThat(restored.request("GET", "/api/v1/plug-presets", "").body())
                    .contains("\"a\":{\"vm\":\"null9\",\"head\":1,\"observe\":true}");
            assertThat(restored.state().path("seats").path(2).path("vm").asString())
                    .isEqualTo("null9");
        }
    }

    private static int netseat(Path folder, String... arguments) throws IOException, InterruptedException {
        List<String> command = ServerProcess.java("netseat.cli.Netseat", "-XX:TieredStopAtLevel=1");
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment().put("NETSEAT_URL", server.page("").toString());
        builder.environment().put("NETSEAT_STATE", server.stateFolder().toString());
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("%s ends", command).isTrue();
        return process.exitValue();
    }
}
