package netseat.server;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import netseat.access.AuditEntry;
import netseat.access.AuditLog;
import org.jspecify.annotations.Nullable;

/** What the API says of the audit log. All of it waits for the disk, and is run by the caller. */
final class AuditApi {
    private static final int PAGE = 100;
    private static final int MOST_DIGITS = 18;
    private static final int LONGEST_TEXT = 200;

    private final AuditLog audit;

    AuditApi(AuditLog audit) {
        this.audit = audit;
    }

    HttpApi.Answer list(RoutingContext request) {
        long before = number(request.request().getParam("before"), Long.MAX_VALUE);
        long limit = number(request.request().getParam("limit"), PAGE);
        String wanted = Objects.requireNonNullElse(request.request().getParam("text"), "");
        List<String> words = words(wanted);
        if (wanted.length() > LONGEST_TEXT || words.size() > AuditLog.MOST_WORDS) {
            return HttpApi.failure(
                    400, "text is at most " + AuditLog.MOST_WORDS + " words and " + LONGEST_TEXT + " characters.");
        }
        JsonArray entries = new JsonArray();
        audit.find(words, before, Math.clamp(limit, 1, AuditLog.PAGE)).forEach(entry -> entries.add(json(entry)));
        String text = new JsonObject().put("entries", entries).encode();
        return answer -> HttpApi.json(answer, text);
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split("\\s+")).filter(word -> !word.isEmpty()).toList();
    }

    private static long number(@Nullable String text, long otherwise) {
        boolean isNumber = text != null && text.matches("[0-9]{1," + MOST_DIGITS + "}");
        return isNumber ? Long.parseLong(text) : otherwise;
    }

    private static JsonObject json(AuditEntry entry) {
        return new JsonObject()
                .put("id", entry.id())
                .put("at", entry.at().toString())
                .put("who", entry.who())
                .put("from", entry.from())
                .put("what", entry.what())
                .put("on", entry.on())
                .put("before", value(entry.before()))
                .put("after", value(entry.after()));
    }

    /** As it was; what was too long to be kept whole is no JSON any more, but a text. */
    private static @Nullable Object value(@Nullable String json) {
        try {
            return json == null ? null : Json.decodeValue(json);
        } catch (RuntimeException e) {
            return json;
        }
    }

    /** Whole pages one after another, each read and sent before the next: the log does not pass through the memory at once. */
    void export(RoutingContext request, HttpApi api) {
        request.response()
                .putHeader("Content-Type", "application/jsonl")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Content-Disposition", "attachment; filename=\"netseat-audit.jsonl\"")
                .setChunked(true);
        exportAfter(request, api, number(request.request().getParam("after"), 0));
    }

    private void exportAfter(RoutingContext request, HttpApi api, long id) {
        api.work(request, () -> {
            List<AuditEntry> page = audit.after(id);
            Buffer lines = Buffer.buffer();
            page.forEach(entry -> lines.appendString(json(entry).encode()).appendString("\n"));
            return answer -> {
                if (page.isEmpty()) {
                    answer.response().end();
                } else {
                    answer.response()
                            .write(lines)
                            .onSuccess(sent ->
                                    exportAfter(answer, api, page.getLast().id()));
                }
            };
        });
    }
}
