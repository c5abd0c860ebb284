package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import netseat.device.DeviceKey;
import netseat.device.TlsDeviceLink;
import netseat.device.VirtualSeat;
import netseat.protocol.KeyAction;
import netseat.state.Database;
import org.HdrHistogram.Histogram;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The controller is killed fifty times in the middle of a storm of plugs, and started again each time as {@code ./run} starts
 * it: whatever was acknowledged holds, what was under way is done or not, machines run on and nothing stays pressed.
 */
@Tag("alone")
class KillStormTest {
    private static final int KILLS = 50;
    private static final long SEED = 5;
    private static final int LONGEST_STORM_MILLIS = 150;
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final List<String> MACHINES = List.of("one", "two");

    /** Plugged by one request each, with a device at both; c and d are plugged by presets, both at once into the same machine. */
    private static final List<String> SINGLE = List.of("a", "b");

    /** What one requester has been promised, and what it has asked for since. */
    private static final class Requester {
        private final ServerProcess server;
        private final Random random;
        private final Wish wish;
        private final Thread thread;
        private volatile String acknowledged;
        private volatile String wanted;
        private int answers; // of the thread, until it has ended

        /** Asks for a machine, in one request; the answer's status. */
        interface Wish {
            int ask(ServerProcess server, String machine) throws IOException, InterruptedException;
        }

        Requester(ServerProcess server, long seed, String first, Wish wish) {
            this.server = server;
            this.random = new Random(seed);
            this.wish = wish;
            this.acknowledged = first;
            this.wanted = first;
            this.thread = Thread.ofVirtual().unstarted(this::run);
        }

        private void run() {
            try {
                while (true) {
                    String machine = MACHINES.get(random.nextInt(MACHINES.size()));
                    wanted = machine;
                    int status = wish.ask(server, machine);
                    if (status != 204) {
                        throw new IllegalStateException("status " + status);
                    }
                    acknowledged = machine;
                    answers++;
                }
            } catch (IOException e) {
                // The controller has been killed, which ends the storm.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void begin() {
            thread.start();
        }

        /** Waits until the kill has reached it; what may hold from now on. */
        List<String> end() throws InterruptedException {
            thread.join();
            return List.of(acknowledged, wanted);
        }

        /** How many requests were answered. */
        int answers() {
            return answers;
        }
    }

    private static List<String> asRunStartsIt() throws IOException, InterruptedException {
        Process shell = new ProcessBuilder(
                        "bash",
                        "-c",
                        "source scripts/setup.sh; need_jdk; need_server; need_aot_cache;"
                                + " printf '%s\\n' \"${server_java[@]}\"")
                .directory(Guests.root().toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> command = new ArrayList<>(new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList());
        assertThat(shell.waitFor()).isZero();
        command.add("-XX:TieredStopAtLevel=1"); // no start lives for longer than a second
        command.add("netseat.server.Main");
        return command;
    }

    private static int apply(ServerProcess server, String machine) throws IOException, InterruptedException {
        return server.request("POST", "/api/v1/plug-presets/" + machine + "/apply", "")
                .statusCode();
    }

    private static int plug(ServerProcess server, String seat, String machine)
            throws IOException, InterruptedException {
        HttpResponse<String> answer =
                server.request("POST", "/api/v1/seats/" + seat + "/plug", "{\"vm\":\"" + machine + "\"}");
        return answer.statusCode();
    }

    private static Map<String, String> plugs(ServerProcess server) throws IOException, InterruptedException {
        Map<String, String> plugs = new HashMap<>();
        for (JsonNode seat : server.state().path("seats")) {
            plugs.put(seat.path("name").asString(), seat.path("vm").asString(""));
        }
        return plugs;
    }

    private static String pid(ServerProcess server, String machine) throws IOException {
        return Files.readString(server.machineFolder(machine).resolve("qemu.pid"))
                .strip();
    }

    /** Looks at a copy of what the dead controller left, lest the look itself repairs something. */
    private static void checkDatabase(ServerProcess server, Path folder) throws IOException {
        Path copy = Files.createDirectory(folder);
        for (String file : List.of(Database.FILE, Database.FILE + "-wal")) {
            if (Files.exists(server.stateFolder().resolve(file))) {
                Files.copy(server.stateFolder().resolve(file), copy.resolve(file));
            }
        }
        try (Database database = Database.open(copy)) {
            String verdict = database.read(in -> in.first("PRAGMA integrity_check", row -> row.text("integrity_check")))
                    .orElseThrow();
            assertThat(verdict).isEqualTo("ok");
        }
    }

    private static boolean nothingIsHeld(ServerProcess server) throws IOException {
        for (String machine : MACHINES) {
            for (byte held : Files.readAllBytes(server.machineFolder(machine).resolve("held"))) {
                if (held != 0) {
                    return false;
                }
            }
        }
        return true;
    }

    @Test
    @Timeout(value = 600, unit = TimeUnit.SECONDS)
    void everythingIsAsItWasAfterFiftyKills(@TempDir Path folder) throws IOException, InterruptedException {
        StringBuilder config = new StringBuilder();
        MACHINES.forEach(machine -> config.append("[vm.").append(machine).append("]\nmemory = 32\n"));
        for (String seat : List.of("a", "b", "c", "d")) {
            config.append("[seat.").append(seat).append("]\nvm = \"one\"\n");
        }
        MACHINES.forEach(machine ->
                config.append("[plug-preset.%s]\nc = \"%s\"\nd = \"%s\"\n".formatted(machine, machine, machine)));
        Random random = new Random(SEED);
        Histogram back = new Histogram(60_000, 3);
        Histogram backFromReady = new Histogram(60_000, 3);
        List<VirtualSeat> devices = new ArrayList<>();
        long acknowledged = 0;
        try (ServerProcess server = ServerProcess.startBy(asRunStartsIt(), config.toString())) {
            for (String seat : SINGLE) {
                DeviceKey key = DeviceKey.in(folder.resolve("key " + seat));
                VirtualSeat device = VirtualSeat.connect(TlsDeviceLink.to(key, server.devices()));
                devices.add(device);
                assertThat(device.await(VirtualSeat::isWelcome, SOON)).isTrue();
                server.admit(key.id(), seat);
            }
            List<String> pids = new ArrayList<>();
            for (String machine : MACHINES) {
                server.awaitState(machine, "running");
                pids.add(pid(server, machine));
            }
            Map<String, String> before = plugs(server);
            for (int kill = 0; kill < KILLS; kill++) {
                for (VirtualSeat device : devices) {
                    assertThat(device.await(VirtualSeat::isReady, SOON))
                            .as("kill %d: it is back", kill)
                            .isTrue();
                }
                List<Requester> requesters = new ArrayList<>();
                for (String seat : SINGLE) {
                    requesters.add(new Requester(
                            server,
                            random.nextLong(),
                            before.getOrDefault(seat, ""),
                            (to, machine) -> plug(to, seat, machine)));
                }
                requesters.add(
                        new Requester(server, random.nextLong(), before.getOrDefault("c", ""), KillStormTest::apply));
                requesters.forEach(Requester::begin);
                int key = 0x04 + random.nextInt(26);
                devices.forEach(device -> device.key(key, KeyAction.PRESS));
                Thread.sleep(random.nextInt(LONGEST_STORM_MILLIS)); // a random moment, and no condition
                long killed = System.nanoTime();
                server.kill();
                List<List<String>> allowed = new ArrayList<>();
                for (Requester requester : requesters) {
                    allowed.add(requester.end());
                    acknowledged += requester.answers();
                }
                checkDatabase(server, folder.resolve("copy" + kill));
                server.startAgain();
                Map<String, String> after = plugs(server);
                assertThat(after.get("a")).as("kill %d: a", kill).isIn(allowed.get(0));
                assertThat(after.get("b")).as("kill %d: b", kill).isIn(allowed.get(1));
                assertThat(after.get("c")).as("kill %d: c", kill).isIn(allowed.get(2));
                assertThat(after.get("d"))
                        .as("kill %d: all of a preset or nothing", kill)
                        .isEqualTo(after.get("c"));
                for (String machine : MACHINES) {
                    assertThat(server.machine(machine).path("state").asString()).isEqualTo("running");
                    assertThat(pid(server, machine)).isEqualTo(pids.get(MACHINES.indexOf(machine)));
                }
                for (VirtualSeat device : devices) {
                    assertThat(device.await(VirtualSeat::isReady, SOON))
                            .as("kill %d: it is back", kill)
                            .isTrue();
                }
                long now = System.nanoTime();
                back.recordValue(TimeUnit.NANOSECONDS.toMillis(now - killed));
                backFromReady.recordValue(Math.max(0, TimeUnit.NANOSECONDS.toMillis(now - server.readyNanos())));
                Awaitility.await("nothing is pressed")
                        .pollInterval(Duration.ofMillis(5))
                        .atMost(SOON)
                        .until(() -> nothingIsHeld(server));
                before = after;
            }
            System.out.printf(
                    "%d kills, %d plugs acknowledged: devices back after p50 %d ms, max %d ms (from ready: p50 %d ms, max %d ms)%n",
                    KILLS,
                    acknowledged,
                    back.getValueAtPercentile(50),
                    back.getMaxValue(),
                    backFromReady.getValueAtPercentile(50),
                    backFromReady.getMaxValue());
        } finally {
            devices.forEach(VirtualSeat::close);
        }
    }
}
