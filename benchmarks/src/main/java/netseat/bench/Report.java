package netseat.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Gathers the results of one benchmark: a table for people and a JSON file for programs. */
final class Report {
    private final String name;
    private final List<Map<String, @Nullable Object>> results = new ArrayList<>();

    Report(String name) {
        this.name = name;
    }

    /** A bound on a value, as an issue asks for it. */
    record Aim(String sign, double bound) {
        static Aim atMost(double bound) {
            return new Aim("<=", bound);
        }

        static Aim atLeast(double bound) {
            return new Aim(">=", bound);
        }

        boolean isMetBy(double value) {
            return sign.equals("<=") ? value <= bound : value >= bound;
        }

        String text() {
            return sign + " " + number(bound);
        }
    }

    /**
     * The same figure of a peer.
     *
     * @param recordedEarlier whether it is not of this run, but was measured when what is compared was recorded
     */
    record Peer(String name, double value, boolean recordedEarlier) {
        static Peer inThisRun(String name, double value) {
            return new Peer(name, value, false);
        }

        static Peer earlier(String name, double value) {
            return new Peer(name, value, true);
        }
    }

    /** A figure of ours, without a peer's. */
    void add(String what, String metric, String unit, double value, @Nullable Aim aim) {
        add(what, metric, unit, value, aim, null);
    }

    /** A figure of ours beside the peer's. */
    void add(String what, String metric, String unit, double value, @Nullable Aim aim, @Nullable Peer peer) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        result.put("case", what);
        result.put("metric", metric);
        result.put("unit", unit);
        result.put("value", rounded(value));
        result.put("aim", aim == null ? null : aim.text());
        result.put("met", aim == null ? null : aim.isMetBy(value));
        result.put("peer", peer == null ? null : peer.name());
        result.put("peerValue", peer == null ? null : rounded(peer.value()));
        result.put("peerRecordedEarlier", peer == null ? null : peer.recordedEarlier());
        result.put("ratio", peer == null || peer.value() == 0 ? null : rounded(value / peer.value()));
        results.add(result);
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }

    /** Prints the table and writes {@code FOLDER/NAME.json}. */
    void finish(Path folder) throws IOException {
        List<String[]> rows = new ArrayList<>();
        rows.add(new String[] {"case", "metric", "value", "aim", "met", "peer", "peer's", "ratio"});
        for (Map<String, @Nullable Object> result : results) {
            rows.add(new String[] {
                text(result.get("case")),
                text(result.get("metric")),
                text(result.get("value")) + " " + text(result.get("unit")),
                text(result.get("aim")),
                result.get("met") == null ? "" : Boolean.TRUE.equals(result.get("met")) ? "yes" : "NO",
                text(result.get("peer"))
                        + (Boolean.TRUE.equals(result.get("peerRecordedEarlier")) ? " (recorded earlier)" : ""),
                text(result.get("peerValue")),
                text(result.get("ratio"))
            });
        }
        print(rows);
        Files.createDirectories(folder);
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("name", name);
        file.put("machine", Machine.describe());
        file.put("results", results);
        JsonMapper mapper =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Path to = folder.resolve(name + ".json");
        Files.write(to, mapper.writeValueAsBytes(file));
        System.out.println("\nwritten to " + to);
    }

    private static void print(List<String[]> rows) {
        int columns = rows.getFirst().length;
        int[] widths = new int[columns];
        for (String[] row : rows) {
            for (int i = 0; i < columns; i++) {
                widths[i] = Math.max(widths[i], row[i].length());
            }
        }
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < columns; i++) {
                line.append(row[i]).append(" ".repeat(widths[i] - row[i].length() + 2));
            }
            System.out.println(line.toString().stripTrailing());
        }
    }

    private static String text(@Nullable Object value) {
        return switch (value) {
            case null -> "";
            case Double number -> number(number);
            default -> value.toString();
        };
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.3f", value);
        return text.contains(".") ? text.replaceFirst("\\.?0+$", "") : text;
    }
}
