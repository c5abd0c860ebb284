package netseat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import netseat.bench.PacketLine.Quality;
import netseat.bench.Report.Aim;
import netseat.bench.Report.Peer;
import netseat.device.ControllerAddress;
import netseat.device.DeviceKey;
import netseat.device.LinkMaker;
import netseat.device.TlsDeviceLink;
import netseat.e2e.Guests;
import netseat.e2e.Monitor;
import netseat.e2e.ServerProcess;
import netseat.identity.PrivateFile;
import netseat.quic.QuicDeviceLink;
import org.awaitility.Awaitility;

/** From a key to its pixel over QUIC beside TLS over the kernel's TCP, on one line that loses packets. */
final class LossBenchmark implements Benchmark {
    private static final long SEED = 8_356_298;
    private static final int STRIKES = 500;
    private static final int CLEAN_STRIKES = 150;
    private static final int WARM_UP = 60;
    private static final Quality CLEAN = new Quality(0, 20, 0);
    private static final Quality LOSSY = new Quality(0.02, 20, 0.05);
    private static final Duration BOOT = Duration.ofSeconds(60);

    @Override
    public String name() {
        return "loss";
    }

    @Override
    public String purpose() {
        return "key to pixel over QUIC beside TLS, on a line of 20 ms each way that loses 2 % of the packets";
    }

    @Override
    public void run(Report report) throws Exception {
        if (!Program.isThere("ip") || !Program.isThere("curl") || !Files.isWritable(Path.of("/dev/net/tun"))) {
            leaveOut("it needs root, /dev/net/tun, ip and curl");
            return;
        }
        PacketLine line;
        try {
            line = new PacketLine(SEED);
        } catch (IOException e) {
            leaveOut(String.valueOf(e.getMessage()));
            return;
        }
        List<String> command = new ArrayList<>(List.of("ip", "netns", "exec", PacketLine.NAMESPACE));
        command.addAll(Program.command());
        Path keys = Files.createTempDirectory("loss");
        try (line;
                ServerProcess server = ServerProcess.startBy(
                        command,
                        Guests.machine("grub", Guests.GRUB) + Guests.seat("a", "grub"),
                        "--no-demo",
                        "--device-bind",
                        PacketLine.FAR)) {
            ControllerAddress there =
                    new ControllerAddress(PacketLine.FAR, server.devices().port());
            DeviceKey key = DeviceKey.in(keys.resolve("k"));
            try (Monitor monitor = monitor(server);
                    Screen tls = admitted(server, key, TlsDeviceLink.to(key, there));
                    Screen quic = admitted(server, key, QuicDeviceLink.to(key, there))) {
                boot(monitor, tls);
                line.become(CLEAN);
                KeyToPixel.measure(tls, WARM_UP);
                KeyToPixel.measure(quic, WARM_UP);
                Samples cleanTls = KeyToPixel.measure(tls, CLEAN_STRIKES);
                Samples cleanQuic = KeyToPixel.measure(quic, CLEAN_STRIKES);
                line.become(LOSSY);
                Samples lossyTls = KeyToPixel.measure(tls, STRIKES);
                Samples lossyQuic = KeyToPixel.measure(quic, STRIKES);
                add(report, "20 ms each way, no loss", cleanQuic, cleanTls, 1.1);
                add(report, "20 ms each way, 2 % lost, 5 % late", lossyQuic, lossyTls, 0.67);
                report.add("the line", "packets dropped", "", (double) line.dropped(), null);
                report.add("the line", "packets in all", "", (double) line.carried(), null);
            }
        }
    }

    private static void leaveOut(String why) {
        System.out.println("left out: a line below TCP and UDP could not be made: " + why);
    }

    private static Monitor monitor(ServerProcess server) {
        Path socket = server.machineFolder("grub").resolve("monitor");
        Awaitility.await("QEMU").atMost(BOOT).until(() -> Files.exists(socket));
        return Awaitility.await("QEMU's monitor")
                .atMost(BOOT)
                .ignoreExceptions()
                .until(() -> server.monitor("grub"), monitor -> true);
    }

    /** The API listens on the far end's loopback address only. */
    private static Screen admitted(ServerProcess server, DeviceKey key, LinkMaker link) throws Exception {
        NetseatScreen screen = new NetseatScreen(link);
        String path = "http://localhost:" + server.port() + "/api/v1/devices/" + key.id() + "/admit";
        // curl reads it from a file, as all users of the computer see what is on its command line.
        Path header = server.stateFolder().resolve("curl-header");
        PrivateFile.write(header, "Authorization: Bearer " + server.localToken());
        List<String> admit = List.of(
                "ip",
                "netns",
                "exec",
                PacketLine.NAMESPACE,
                "curl",
                "-sf",
                "-H",
                "@" + header,
                "-d",
                "{\"name\": \"bench\", \"seat\": \"a\"}",
                path);
        Awaitility.await("the device is admitted")
                .atMost(BOOT)
                .until(() -> new ProcessBuilder(admit).start().waitFor() == 0);
        screen.awaitReady(BOOT);
        return screen;
    }

    private static void boot(Monitor monitor, Screen screen) throws Exception {
        Awaitility.await("GRUB").atMost(BOOT).until(monitor::isAtGrub);
        if (!monitor.text().contains("grub>")) {
            screen.strike('c');
        }
        Awaitility.await("GRUB's prompt")
                .atMost(BOOT)
                .until(() -> monitor.text().contains("grub>"));
        TimeUnit.SECONDS.sleep(1); // its cursor stands
    }

    private static void add(Report report, String what, Samples quic, Samples tls, double most) {
        double ninetyNine = tls.percentile(99);
        report.add(
                what, "key to pixel p50", "ms", quic.percentile(50), null, Peer.inThisRun("TLS", tls.percentile(50)));
        report.add(
                what, "key to pixel p90", "ms", quic.percentile(90), null, Peer.inThisRun("TLS", tls.percentile(90)));
        report.add(
                what,
                "key to pixel p99",
                "ms",
                quic.percentile(99),
                Aim.atMost(most * ninetyNine),
                Peer.inThisRun("TLS", ninetyNine));
    }
}
