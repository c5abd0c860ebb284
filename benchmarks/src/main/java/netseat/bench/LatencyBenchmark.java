package netseat.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import netseat.bench.Report.Aim;
import netseat.bench.Report.Peer;
import netseat.e2e.Guests;
import netseat.e2e.Monitor;
import netseat.e2e.ServerProcess;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** From a key to its pixel at GRUB's prompt through the whole road, beside QEMU's own VNC server. */
final class LatencyBenchmark implements Benchmark {
    private static final int STRIKES = 400;
    private static final Duration BOOT = Duration.ofSeconds(60);
    private static final String PEER = "QEMU VNC, raw, unix socket";

    /** Both kinds of GRUB's terminal. */
    private record Both(Samples text, Samples graphics) {}

    @Override
    public String name() {
        return "latency";
    }

    @Override
    public String purpose() {
        return "key to pixel at GRUB's prompt, frame on a WebSocket to decoded pixel, beside QEMU's VNC server";
    }

    @Override
    public void run(Report report) throws Exception {
        Both ours;
        JsonNode textStages;
        JsonNode graphicsStages;
        try (ServerProcess server = ServerProcess.startBy(
                Program.command(), Guests.machine("grub", Guests.GRUB) + Guests.seat("a", "grub"), "--no-demo")) {
            server.awaitState("grub", "running");
            try (Monitor monitor = server.monitor("grub");
                    Screen screen = new NetseatScreen(server.link("a"))) {
                boot(monitor, screen);
                KeyToPixel.measure(screen, STRIKES / 4); // the JIT compiler's share is not the road's
                server.request("DELETE", "/api/v1/stages", "");
                Samples text = KeyToPixel.measure(screen, STRIKES);
                textStages = stages(server);
                toGraphics(screen);
                server.request("DELETE", "/api/v1/stages", "");
                ours = new Both(text, KeyToPixel.measure(screen, STRIKES));
                graphicsStages = stages(server);
            }
        }
        Both peers;
        try (VncGuest guest = new VncGuest();
                Monitor monitor = guest.monitor();
                Screen screen = new VncScreen(guest.vnc())) {
            boot(monitor, screen);
            KeyToPixel.measure(screen, STRIKES / 8);
            Samples text = KeyToPixel.measure(screen, STRIKES);
            toGraphics(screen);
            peers = new Both(text, KeyToPixel.measure(screen, STRIKES));
        }
        add(report, "text 720x400", ours.text(), peers.text());
        add(report, "graphics 1280x800", ours.graphics(), peers.graphics());
        stages(report, "text", textStages);
        stages(report, "graphics", graphicsStages);
    }

    private static void boot(Monitor monitor, Screen screen) throws Exception {
        Awaitility.await("GRUB").atMost(BOOT).until(monitor::isAtGrub);
        if (!monitor.text().contains("grub>")) {
            screen.strike('c');
        }
        Awaitility.await("GRUB's prompt")
                .atMost(BOOT)
                .until(() -> monitor.text().contains("grub>"));
    }

    private static void toGraphics(Screen screen) throws Exception {
        String command = "insmod all_video\nset gfxmode=1280x800\nterminal_output gfxterm\n";
        for (int i = 0; i < command.length(); i++) {
            screen.strike(command.charAt(i));
            TimeUnit.MILLISECONDS.sleep(30);
        }
        Awaitility.await("graphics").atMost(BOOT).until(() -> screen.picture().width() == 1280);
    }

    private static JsonNode stages(ServerProcess server) throws Exception {
        return new JsonMapper()
                .readTree(server.request("GET", "/api/v1/stages", "").body());
    }

    private static void add(Report report, String what, Samples ours, Samples peers) {
        double peer50 = peers.percentile(50);
        Peer fifty = Peer.inThisRun(PEER, peer50);
        Peer ninetyNine = Peer.inThisRun(PEER, peers.percentile(99));
        report.add(what, "key to pixel p50", "ms", ours.percentile(50), Aim.atMost(5), fifty);
        report.add(what, "key to pixel p99", "ms", ours.percentile(99), Aim.atMost(15), ninetyNine);
        report.add(what, "p50 as a share of the peer's", "", ours.percentile(50) / peer50, Aim.atMost(0.2));
    }

    private static void stages(Report report, String mode, JsonNode stages) {
        stage(report, stages, "input", mode + ": frame in to QMP out", Aim.atMost(1));
        stage(report, stages, "picture", mode + ": listener read to frame out", Aim.atMost(1));
        stage(report, stages, "encode", mode + ": of it, encoding", null);
    }

    private static void stage(Report report, JsonNode stages, String stage, String what, @Nullable Aim aim) {
        JsonNode times = stages.path(stage);
        report.add(what, "p50", "ms", times.path("p50").asDouble(), null);
        report.add(what, "p99", "ms", times.path("p99").asDouble(), aim);
    }
}
