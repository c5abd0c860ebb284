package netseat.e2e;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import netseat.server.Main;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.json.JsonMapper;

/**
 * The real server, with machines without a guest beside QEMU's: see {@link NullHypervisor}. To a line on its standard input
 * it answers by one of JSON on its standard output, with what happened since the line before.
 */
public final class NullServer {
    private static final String EVENT_LOOP = "vert.x-eventloop";

    private final MeasuredInput input = new MeasuredInput();
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final Map<String, Long> before = new TreeMap<>();

    private NullServer() {}

    /** Takes the options of the server. */
    public static void main(String[] options) {
        NullServer server = new NullServer();
        Thread.ofPlatform().name("report").daemon().start(server::answer);
        System.exit(Main.execute(qemu -> new NullHypervisor(qemu, server.input), options));
    }

    /** Starts one with two machines without a guest, null1 and null2, which are off, and before each a seat, a and b. */
    public static ServerProcess startWithTwoSeats(String... options) throws IOException {
        return ServerProcess.startBy(
                ServerProcess.java(NullServer.class.getName(), "-Xmx256m"),
                Guests.machine("null1", "autostart = false\n")
                        + Guests.machine("null2", "autostart = false\n")
                        + Guests.seat("a", "null1")
                        + Guests.seat("b", "null2"),
                options);
    }

    /** A position's two axes, which say when it was sent: for {@link netseat.protocol.FrameWriter#position}. */
    public static int stamp(long nanos) {
        return MeasuredInput.stamp(nanos);
    }

    private void answer() {
        try (BufferedReader asked = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            JsonMapper mapper = new JsonMapper();
            while (asked.readLine() != null) {
                System.out.println("report " + mapper.writeValueAsString(report()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, Object> report() {
        Map<String, Object> report = new TreeMap<>();
        Histogram positions = input.takePositions();
        report.put("events", input.takeEvents());
        report.put("keys", input.keys());
        report.put("positions", positions.getTotalCount());
        report.put("p50Micros", positions.getValueAtPercentile(50));
        report.put("p99Micros", positions.getValueAtPercentile(99));
        report.put("p999Micros", positions.getValueAtPercentile(99.9));
        report.put("maxMicros", positions.getMaxValue());
        long loopBytes = 0;
        long loopNanos = 0;
        for (long id : threads.getAllThreadIds()) {
            var info = threads.getThreadInfo(id);
            if (info != null && info.getThreadName().startsWith(EVENT_LOOP)) {
                loopBytes += threads.getThreadAllocatedBytes(id);
                loopNanos += threads.getThreadCpuTime(id);
            }
        }
        long collections = 0;
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            collections += collector.getCollectionCount();
        }
        put(report, "loopBytes", loopBytes);
        put(report, "loopNanos", loopNanos);
        put(report, "collections", collections);
        put(report, "processNanos", system.getProcessCpuTime());
        put(report, "allBytes", threads.getTotalThreadAllocatedBytes());
        return report;
    }

    /** As the difference to the time before. */
    private void put(Map<String, Object> report, String name, long now) {
        Long last = before.put(name, now);
        report.put(name, last == null ? now : now - last);
    }
}
