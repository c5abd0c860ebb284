package netseat.bench;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import netseat.bench.Report.Aim;
import netseat.device.VirtualSeat;
import netseat.e2e.Guests;
import netseat.e2e.Monitor;
import netseat.e2e.Serial;
import netseat.e2e.ServerProcess;
import org.awaitility.Awaitility;
import tools.jackson.databind.json.JsonMapper;

/** What the controller costs when two people look at screens on which nothing happens. */
final class IdleBenchmark implements Benchmark {
    private static final Duration BOOT = Duration.ofSeconds(90);

    /** Until the JIT compiler has done with the start, which is not idling. */
    private static final Duration SETTLE = Duration.ofSeconds(45);

    private static final Duration MEASURE = Duration.ofSeconds(30);
    private static final double MIB = 1 << 20;

    @Override
    public String name() {
        return "idle";
    }

    @Override
    public String purpose() {
        return "the controller's processor time and memory with two seats on still screens";
    }

    @Override
    public void run(Report report) throws Exception {
        try (ServerProcess server = ServerProcess.startBy(
                Program.command(),
                Guests.machine("grub", Guests.GRUB)
                        + Guests.machine("linux", Guests.linux("ps2", "tablet"))
                        + Guests.seat("a", "grub")
                        + Guests.seat("b", "linux"),
                "--no-demo")) {
            try (Serial serial = server.serial("linux");
                    Monitor monitor = server.monitor("grub");
                    VirtualSeat first = server.sit("a");
                    VirtualSeat second = server.sit("b")) {
                serial.await("Linux", BOOT, lines -> lines.contains("ready"));
                Awaitility.await("GRUB").atMost(BOOT).until(monitor::isAtGrub);
                TimeUnit.NANOSECONDS.sleep(SETTLE.toNanos());
                long pictures = first.pictures() + second.pictures();
                double before = ProcessorTime.seconds(server.pid());
                long start = System.nanoTime();
                TimeUnit.NANOSECONDS.sleep(MEASURE.toNanos());
                double seconds = (System.nanoTime() - start) / 1e9;
                double share = (ProcessorTime.seconds(server.pid()) - before) / seconds * 100;
                double rate = (first.pictures() + second.pictures() - pictures) / seconds;
                report.add("two seats, still screens", "processor", "% of a core", share, Aim.atMost(1));
                report.add("two seats, still screens", "pictures sent (a cursor blinks)", "/s", rate, null);
                report.add(
                        "two seats, still screens",
                        "resident memory",
                        "MiB",
                        ResidentMemory.mebibytes(server.pid()),
                        null);
                double heap = new JsonMapper()
                        .readTree(server.request("GET", "/api/v1/process", "").body())
                        .path("heapUsed")
                        .asDouble();
                report.add("two seats, still screens", "heap used", "MiB", heap / MIB, null);
            }
        }
    }
}
