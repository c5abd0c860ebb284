package netseat.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/** {@code netseat audit}. */
@Command(
        name = "audit",
        description = "Shows who did what, the oldest first: when, who, from where, what, before and after.",
        footer = {"", "With --json each entry is a line of JSON. --follow goes on with what comes, until Ctrl-C."})
final class AuditCommand extends ApiCommand {
    private static final long POLL_SECONDS = 1;

    @Option(
            names = "--last",
            paramLabel = "N",
            defaultValue = "100",
            description = "so many entries at most, 1 to 1000 (default: ${DEFAULT-VALUE})")
    private int last;

    @Option(
            names = "--text",
            paramLabel = "WORDS",
            defaultValue = "",
            description = "only entries in which each of these words is; not with --follow")
    private String text = "";

    @Option(names = "--follow", description = "goes on with what comes")
    private boolean follow;

    @Override
    void run(Api api) {
        if (last < 1 || last > 1000) {
            throw bad("--last must be 1 to 1000, not " + last);
        }
        if (follow && !text.isEmpty()) {
            throw bad("--follow shows all that comes, and does not go with --text");
        }
        long seen = 0;
        for (JsonNode entry : api.get("audit?limit=" + last + "&text=" + Api.part(text))
                .path("entries")
                .valueStream()
                .toList()
                .reversed()) {
            seen = print(entry);
        }
        out().flush();
        while (follow) {
            try {
                TimeUnit.SECONDS.sleep(POLL_SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
            for (JsonNode entry : api.lines("audit.jsonl?after=" + seen)) {
                seen = print(entry);
            }
            out().flush();
        }
    }

    private long print(JsonNode entry) {
        PrintWriter out = out();
        if (json()) {
            out.println(entry);
        } else {
            List<String> words = List.of(
                    entry.path("at").asString(),
                    entry.path("who").asString(),
                    "from " + entry.path("from").asString() + ':',
                    entry.path("what").asString(),
                    entry.path("on").asString(),
                    change(entry.path("before"), entry.path("after")));
            out.println(Table.printable(String.join(" ", words)).stripTrailing());
        }
        return entry.path("id").asLong();
    }

    private static String change(JsonNode before, JsonNode after) {
        return before.isNull() && after.isNull() ? "" : before + " -> " + after;
    }
}
