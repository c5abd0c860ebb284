package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netseat.device.VirtualSeat;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the controller counts, as Prometheus reads it. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class MetricsTest {
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Pattern COMMENT = Pattern.compile("# (HELP|TYPE) ([a-z_]+) (.+)");
    private static final Pattern SAMPLE =
            Pattern.compile("([a-z_]+)(\\{([a-z]+=\"[^\"\\\\\n]*\",?)*})? ([0-9.eE+-]+|\\+Inf|NaN)");
    private static final String VM = "{head=\"1\",vm=\"grub\"}";
    private static final String DISPLAY = "{display=\"a/display\",vm=\"grub\"}";

    private static ServerProcess server;

    @BeforeAll
    static void start() throws IOException {
        server = ServerProcess.start(Guests.machine("grub", Guests.GRUB) + Guests.seat("a", "grub"));
        server.awaitState("grub", "running");
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    /** All samples by name and labels; each line is of the format, and each sample's family has its help and type. */
    private static Map<String, Double> read() throws IOException, InterruptedException {
        HttpResponse<String> response = server.request("GET", "/metrics", "");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("Content-Type").orElse("")).startsWith("text/plain; version=0.0.4");
        Map<String, Double> samples = new TreeMap<>();
        Map<String, String> types = new TreeMap<>();
        for (String line : response.body().lines().toList()) {
            Matcher comment = COMMENT.matcher(line);
            Matcher sample = SAMPLE.matcher(line);
            if (comment.matches()) {
                types.merge(comment.group(2), comment.group(1), String::concat);
            } else {
                assertThat(sample.matches()).as("a sample: %s", line).isTrue();
                String value = sample.group(4).replace("+Inf", "Infinity");
                String series = line.substring(0, line.lastIndexOf(' '));
                assertThat(samples.put(series, Double.parseDouble(value)))
                        .as("%s is there once", series)
                        .isNull();
                String family = sample.group(1).replaceAll("_(bucket|sum|count)$", "");
                assertThat(types.get(family)).as("help and type of %s", line).isEqualTo("HELPTYPE");
            }
        }
        return samples;
    }

    @Test
    void countsWhatASeatIsSent() throws IOException, InterruptedException {
        assertThat(read())
                .containsEntry("netseat_links", 0.0)
                .doesNotContainKey("netseat_display_pictures_total" + DISPLAY);
        try (VirtualSeat seat = server.sit("a")) {
            assertThat(seat.await(it -> it.pictures() > 0 && it.picture().width() > 1, SOON))
                    .isTrue();
            Map<String, Double> first = read();
            assertThat(first)
                    .containsEntry("netseat_links", 1.0)
                    .containsEntry("netseat_link_faults_total", 0.0)
                    .containsEntry("netseat_head_units" + VM, 1.0)
                    .containsEntry("netseat_head_streams" + VM, 1.0);
            assertThat(first.get("netseat_heap_used_bytes")).isGreaterThan(1 << 20);

            seat.type("e");
            Awaitility.await("what was typed is counted").atMost(SOON).untilAsserted(() -> {
                Map<String, Double> then = read();
                for (String counted : List.of(
                        "netseat_head_encoded_bytes_total" + VM,
                        "netseat_head_encode_seconds_count" + VM,
                        "netseat_head_encode_seconds_sum" + VM,
                        "netseat_display_pictures_total" + DISPLAY,
                        "netseat_display_bytes_total" + DISPLAY,
                        "netseat_stage_seconds_count{stage=\"encode\"}",
                        "netseat_stage_seconds_count{stage=\"input\"}")) {
                    assertThat(then.get(counted)).as(counted).isGreaterThan(first.get(counted));
                }
            });
            Map<String, Double> last = read();
            assertThat(last.get("netseat_stage_seconds{stage=\"input\",quantile=\"0.99\"}"))
                    .isBetween(1e-6, 10.0);
            assertThat(last.get("netseat_display_encode_seconds_bucket{display=\"a/display\",vm=\"grub\",le=\"+Inf\"}"))
                    .isEqualTo(last.get("netseat_display_encode_seconds_count" + DISPLAY));
        }
        Awaitility.await("nobody is left")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(read())
                        .containsEntry("netseat_links", 0.0)
                        .doesNotContainKey("netseat_display_pictures_total" + DISPLAY));
    }
}
