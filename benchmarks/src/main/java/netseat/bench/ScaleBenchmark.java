package netseat.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import netseat.bench.Report.Aim;
import netseat.e2e.Guests;
import netseat.e2e.NullServer;
import netseat.e2e.ServerProcess;
import netseat.identity.Identity;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Ten thousand keyboards and mice over TLS on one controller, into machines without a guest and one with: first how long it
 * takes until all are there when they come at once, as after a power cut, then events by the hundred thousand. Controller and
 * generator share this machine's processors.
 */
final class ScaleBenchmark implements Benchmark {
    private static final int DEVICES = Integer.getInteger("scale.devices", 10_000);
    private static final int NULL_MACHINES = 199;
    private static final int SEATS = NULL_MACHINES + 1;
    private static final int RATE = Integer.getInteger("scale.rate", 100_000);
    private static final int WARM_SECONDS = Integer.getInteger("scale.seconds", 15);
    private static final int SECONDS = Integer.getInteger("scale.seconds", 15);
    private static final Duration QUIET = Duration.ofSeconds(SECONDS);
    private static final double MIB = 1 << 20;
    private static final Path KEYS = Path.of("target", "bench", "scale-keys.pem");

    @Override
    public String name() {
        return "scale";
    }

    @Override
    public String purpose() {
        return DEVICES + " devices over TLS on one controller, and " + RATE + " events a second";
    }

    @Override
    public void run(Report report) throws Exception {
        List<Identity> identities = ScaleKeys.make(KEYS, DEVICES);
        StringBuilder declaration = new StringBuilder(Guests.machine("grub", Guests.GRUB));
        declaration.append(Guests.seat("s0", "grub"));
        for (int i = 1; i < SEATS; i++) {
            declaration.append("[vm.null").append(i).append("]\n").append(Guests.seat("s" + i, "null" + i));
        }
        // As ./run starts it.
        List<String> program = ServerProcess.java(
                NullServer.class.getName(),
                "-Xms64m",
                "-Xmx512m",
                "-XX:+UseZGC",
                "-XX:+UseCompactObjectHeaders",
                "-Dio.netty.allocator.maxCachedByteBuffersPerChunk=1023");
        try (ServerProcess server = ServerProcess.startPrepared(
                program,
                state -> Files.writeString(state.resolve("devices"), devices(identities)),
                declaration.toString())) {
            server.awaitState("grub", "running");
            double empty = ResidentMemory.mebibytes(server.pid());
            try (Clients clients = new Clients(server)) {
                connect(report, server, clients, empty);
                quiet(report, server);
                send(report, server, clients, 1, WARM_SECONDS, "");
                send(report, server, clients, 1, SECONDS, "an event a record");
                send(report, server, clients, 4, SECONDS, "four events a record");
            }
        }
    }

    private static String devices(List<Identity> identities) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < identities.size(); i++) {
            lines.append(identities.get(i).id())
                    .append("\tadmitted\t2026-01-01T00:00:00Z\t2026-01-01T00:00:00Z\t127.0.0.1\tbench ")
                    .append(i)
                    .append("\ts")
                    // A keyboard and a mouse at each seat, and then the next pair.
                    .append(i / 2 % SEATS)
                    .append('\n');
        }
        return lines.toString();
    }

    /** The load generator's process. */
    private static final class Clients implements AutoCloseable {
        private final Process process;
        private final BufferedReader said;

        Clients(ServerProcess server) throws IOException {
            List<String> command = ServerProcess.java(ScaleClients.class.getName(), "-Xmx1g");
            command.addAll(List.of(
                    server.devices().host(),
                    String.valueOf(server.devices().port()),
                    KEYS.toString(),
                    String.valueOf(DEVICES)));
            process = new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            answer();
        }

        JsonNode ask(String command) throws IOException {
            process.getOutputStream().write((command + "\n").getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
            return answer();
        }

        private JsonNode answer() throws IOException {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                if (line.startsWith("{")) { // whatever a JVM says beside it is not the generator's
                    return new JsonMapper().readTree(line);
                }
            }
            throw new IOException("the load generator has ended");
        }

        double processorSeconds() throws IOException {
            return ProcessorTime.seconds(process.pid());
        }

        @Override
        public void close() throws IOException {
            said.close();
            process.destroy();
        }
    }

    private static void connect(Report report, ServerProcess server, Clients clients, double empty) throws Exception {
        String what = "all come at once";
        double serverBefore = ProcessorTime.seconds(server.pid());
        double clientsBefore = clients.processorSeconds();
        JsonNode done = clients.ask("connect");
        report.add(what, "half are there", "s", done.path("halfMillis").asDouble() / 1000, null);
        report.add(what, "99 % are there", "s", done.path("most99Millis").asDouble() / 1000, null);
        report.add(what, "all are there", "s", done.path("allMillis").asDouble() / 1000, null);
        report.add(what, "connections that were tried", "", done.path("dials").asDouble(), null);
        report.add(
                what,
                "controller's processor time a link",
                "ms",
                (ProcessorTime.seconds(server.pid()) - serverBefore) * 1000 / DEVICES,
                null);
        report.add(
                what,
                "generator's processor time a link",
                "ms",
                (clients.processorSeconds() - clientsBefore) * 1000 / DEVICES,
                null);
        if (!done.path("refusals").isEmpty()) {
            System.out.println("refusals: " + done.path("refusals"));
        }
        long heap = server.heapAfterCollection();
        report.add(
                what, "controller's resident memory", "MiB", ResidentMemory.mebibytes(server.pid()), Aim.atMost(1024));
        report.add(what, "of it before they came", "MiB", empty, null);
        report.add(what, "heap in use after a collection", "MiB", heap / MIB, null);
    }

    private static void quiet(Report report, ServerProcess server) throws Exception {
        double before = ProcessorTime.seconds(server.pid());
        TimeUnit.NANOSECONDS.sleep(QUIET.toNanos());
        double share = (ProcessorTime.seconds(server.pid()) - before) / QUIET.toSeconds() * 100;
        report.add("nobody types", "controller's processor", "% of a core", share, null);
    }

    private static void send(Report report, ServerProcess server, Clients clients, int each, int seconds, String what)
            throws Exception {
        server.report();
        server.request("DELETE", "/api/v1/stages", "");
        double serverBefore = ProcessorTime.seconds(server.pid());
        double clientsBefore = clients.processorSeconds();
        JsonNode sent = clients.ask("send " + RATE + " " + seconds + " " + each);
        double took = sent.path("seconds").asDouble();
        double serverShare = (ProcessorTime.seconds(server.pid()) - serverBefore) / took * 100;
        double clientsShare = (clients.processorSeconds() - clientsBefore) / took * 100;
        TimeUnit.SECONDS.sleep(1); // what is under way arrives
        JsonNode got = server.report();
        JsonNode input = new JsonMapper()
                .readTree(server.request("GET", "/api/v1/stages", "").body())
                .path("input");
        if (what.isEmpty()) {
            System.out.println("warming up: " + sent + "\n" + got);
            return;
        }
        if (!sent.path("road").asBoolean()) {
            System.out.println(
                    "The generator may not have real-time priority, so it waits for the event loop that it wakes up: expect half the events.");
        }
        double events = sent.path("events").asDouble();
        report.add(what, "events sent", "/s", events / took, Aim.atLeast(RATE * 0.99));
        report.add(
                what,
                "events at machines without a guest, of those sent there",
                "%",
                (got.path("events").asDouble() + got.path("positions").asDouble())
                        / (events * NULL_MACHINES / SEATS)
                        * 100,
                null);
        report.add(what, "routing p50", "ms", input.path("p50").asDouble(), null);
        report.add(what, "routing p99", "ms", input.path("p99").asDouble(), Aim.atMost(5));
        report.add(
                what, "sent to logical pointer p50", "ms", got.path("p50Micros").asDouble() / 1000, null);
        report.add(
                what, "sent to logical pointer p99", "ms", got.path("p99Micros").asDouble() / 1000, null);
        report.add(
                what,
                "sent to logical pointer p99.9",
                "ms",
                got.path("p999Micros").asDouble() / 1000,
                null);
        report.add(
                what,
                "generator's own lateness p99",
                "ms",
                sent.path("lateP99Millis").asDouble(),
                null);
        report.add(what, "controller's share", "% of a core", serverShare, null);
        report.add(
                what,
                "of it the event loop",
                "% of a core",
                got.path("loopNanos").asDouble() / took / 1e7,
                null);
        report.add(what, "generator's share", "% of a core", clientsShare, null);
        report.add(
                what,
                "allocated an event, event loop",
                "bytes",
                got.path("loopBytes").asDouble() / events,
                null);
        report.add(
                what,
                "allocated an event, all threads",
                "bytes",
                got.path("allBytes").asDouble() / events,
                null);
        report.add(what, "collections", "", got.path("collections").asDouble(), null);
        report.add(
                what, "controller's resident memory", "MiB", ResidentMemory.mebibytes(server.pid()), Aim.atMost(1024));
    }
}
