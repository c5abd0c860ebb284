package netseat.server;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.Quantile;
import io.prometheus.metrics.model.snapshots.Quantiles;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import netseat.controller.Adapter;
import netseat.controller.Controller;
import netseat.controller.DisplayAdapter;
import netseat.controller.HeadStreams;
import netseat.controller.PictureCount;
import netseat.controller.Seat;
import netseat.controller.StageTimes;
import netseat.controller.StageTimes.Stage;
import netseat.controller.Transport;
import netseat.hypervisor.VirtualMachine;
import org.HdrHistogram.Histogram;

/**
 * What the controller counts, in the text format of Prometheus. It reads the controller's own counters when it is asked, so
 * that being watched costs the road nothing. Any thread.
 */
final class Metrics {
    static final String CONTENT_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private static final double NANOS = 1e9;
    private static final double[] QUANTILES = {0.5, 0.9, 0.99, 0.999};

    private final Controller controller;

    Metrics(Controller controller) {
        this.controller = controller;
    }

    byte[] text() {
        Map<Labels, HeadStreams> heads = new LinkedHashMap<>();
        for (HeadStreams head : controller.heads()) {
            heads.put(Labels.of("vm", head.machine(), "head", String.valueOf(head.number())), head);
        }
        Map<Labels, DisplayAdapter> displays = displays();
        Runtime runtime = Runtime.getRuntime();
        MetricSnapshots.Builder all = MetricSnapshots.builder()
                .metricSnapshot(gauge("netseat_links", "Links that are open.", (double) controller.links()))
                .metricSnapshot(gauge(
                        "netseat_transport_links",
                        "Links that are open, by what they run over.",
                        transports(),
                        controller::links))
                .metricSnapshot(CounterSnapshot.builder()
                        .name("netseat_link_faults")
                        .help("Links that were closed for a fault of the device.")
                        .dataPoint(CounterDataPointSnapshot.builder()
                                .value((double) controller.faults())
                                .build())
                        .build())
                .metricSnapshot(gauge(
                        "netseat_heap_used_bytes", "The controller's heap, with what is yet to be collected.", (double)
                                (runtime.totalMemory() - runtime.freeMemory())))
                .metricSnapshot(stages(controller.times()))
                .metricSnapshot(gauge(
                        "netseat_head_streams",
                        "Streams of a VM's head: as often each of its pictures is encoded.",
                        heads,
                        HeadStreams::size))
                .metricSnapshot(
                        gauge("netseat_head_units", "Display units that show a VM's head.", heads, HeadStreams::units))
                .metricSnapshot(counter(
                        "netseat_head_encoded_bytes",
                        "Drawing commands that were encoded for a VM's head.",
                        heads,
                        head -> head.count().bytes()))
                .metricSnapshot(histogram(
                        "netseat_head_encode_seconds",
                        "Time to encode a picture of a VM's head, once for all who share it.",
                        counts(heads, HeadStreams::count)))
                .metricSnapshot(counter(
                        "netseat_display_pictures",
                        "Pictures that were sent to a display unit.",
                        displays,
                        display -> display.count().pictures()))
                .metricSnapshot(counter(
                        "netseat_display_bytes",
                        "Drawing commands that were sent to a display unit.",
                        displays,
                        display -> display.count().bytes()))
                .metricSnapshot(gauge(
                        "netseat_display_link_bytes_per_second",
                        "What a display unit's link takes; +Inf while it is more than was ever needed.",
                        displays,
                        Metrics::speed))
                .metricSnapshot(histogram(
                        "netseat_display_encode_seconds",
                        "Time to encode the pictures of a display unit; shared ones count for each who got them.",
                        counts(displays, DisplayAdapter::count)));
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        try {
            PrometheusTextFormatWriter.create().write(text, all.build(), EscapingScheme.UNDERSCORE_ESCAPING);
        } catch (IOException e) {
            throw new UncheckedIOException("an array refuses to be written", e);
        }
        return text.toByteArray();
    }

    private static Map<Labels, Transport> transports() {
        Map<Labels, Transport> transports = new LinkedHashMap<>();
        for (Transport transport : Transport.values()) {
            transports.put(Labels.of("transport", transport.name().toLowerCase(Locale.ROOT)), transport);
        }
        return transports;
    }

    private Map<Labels, DisplayAdapter> displays() {
        Map<Labels, DisplayAdapter> displays = new LinkedHashMap<>();
        for (Seat seat : controller.seats()) {
            for (Adapter adapter : seat.members()) {
                if (adapter instanceof DisplayAdapter display) {
                    VirtualMachine machine = display.machine();
                    displays.put(
                            Labels.of("display", display.name(), "vm", machine == null ? "" : machine.name()), display);
                }
            }
        }
        return displays;
    }

    private static double speed(DisplayAdapter display) {
        return display.linkSpeed().isPresent() ? display.linkSpeed().getAsLong() : Double.POSITIVE_INFINITY;
    }

    private interface Counted<T> {
        PictureCount of(T what);
    }

    private static <T> Map<Labels, PictureCount> counts(Map<Labels, T> all, Counted<T> count) {
        Map<Labels, PictureCount> counts = new LinkedHashMap<>();
        all.forEach((labels, each) -> counts.put(labels, count.of(each)));
        return counts;
    }

    private static MetricSnapshot gauge(String name, String help, double value) {
        return GaugeSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(GaugeDataPointSnapshot.builder().value(value).build())
                .build();
    }

    private static <T> MetricSnapshot gauge(String name, String help, Map<Labels, T> all, ToDoubleFunction<T> value) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
        all.forEach((labels, each) -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                .labels(labels)
                .value(value.applyAsDouble(each))
                .build()));
        return gauge.build();
    }

    private static <T> MetricSnapshot counter(String name, String help, Map<Labels, T> all, ToDoubleFunction<T> value) {
        CounterSnapshot.Builder counter = CounterSnapshot.builder().name(name).help(help);
        all.forEach((labels, each) -> counter.dataPoint(CounterDataPointSnapshot.builder()
                .labels(labels)
                .value(value.applyAsDouble(each))
                .build()));
        return counter.build();
    }

    private static MetricSnapshot histogram(String name, String help, Map<Labels, PictureCount> all) {
        HistogramSnapshot.Builder histogram =
                HistogramSnapshot.builder().name(name).help(help);
        double[] bounds = PictureCount.bounds();
        double[] withLast = Arrays.copyOf(bounds, bounds.length + 1);
        withLast[bounds.length] = Double.POSITIVE_INFINITY;
        all.forEach((labels, count) -> histogram.dataPoint(HistogramDataPointSnapshot.builder()
                .labels(labels)
                .classicHistogramBuckets(ClassicHistogramBuckets.of(withLast, count.encodeBuckets()))
                .sum(count.encodeSeconds())
                .build()));
        return histogram.build();
    }

    private static MetricSnapshot stages(StageTimes times) {
        SummarySnapshot.Builder summary =
                SummarySnapshot.builder().name("netseat_stage_seconds").help("Time that a stage of the road took.");
        for (Stage stage : Stage.values()) {
            Histogram total = times.total(stage);
            Quantiles.Builder quantiles = Quantiles.builder();
            for (double quantile : QUANTILES) {
                quantiles.quantile(new Quantile(quantile, total.getValueAtPercentile(quantile * 100) / NANOS));
            }
            summary.dataPoint(SummaryDataPointSnapshot.builder()
                    .labels(Labels.of("stage", stage.name().toLowerCase(Locale.ROOT)))
                    .quantiles(quantiles.build())
                    .count(total.getTotalCount())
                    .sum(total.getMean() * total.getTotalCount() / NANOS)
                    .build());
        }
        return summary.build();
    }
}
