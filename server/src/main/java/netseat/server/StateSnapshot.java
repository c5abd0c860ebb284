package netseat.server;

import io.vertx.core.json.Json;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The state at one moment, kept so that the next moment can be told by its differences. Lists of things that have a name or
 * an identifier are compared thing by thing, all else as a whole. Immutable.
 */
final class StateSnapshot {
    private static final String NAME = "name";
    private static final String ID = "id";

    private final String whole;
    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> lists = new LinkedHashMap<>();

    /** Takes the state as the API says it. */
    StateSnapshot(JsonObject state) {
        whole = state.encode();
        state.forEach(field -> {
            Map<String, String> things = field.getValue() instanceof JsonArray array ? things(array) : null;
            if (things == null) {
                values.put(field.getKey(), encoded(field.getValue()));
            } else {
                lists.put(field.getKey(), things);
            }
        });
    }

    /** Each thing by its key; null when one has none, or two have the same. */
    private static @Nullable Map<String, String> things(JsonArray array) {
        Map<String, String> things = new LinkedHashMap<>();
        for (Object each : array) {
            Object key = each instanceof JsonObject thing ? thing.getValue(ID, thing.getValue(NAME)) : null;
            if (!(key instanceof String text) || things.put(text, encoded(each)) != null) {
                return null;
            }
        }
        return things;
    }

    private static String encoded(@Nullable Object value) {
        return Json.encode(value);
    }

    /** All of it, as JSON. */
    String whole() {
        return whole;
    }

    /**
     * What became different since an earlier snapshot, as JSON: {@code set} has the values that are others, {@code put} for
     * each list the things that are new or others, and {@code gone} for each list the keys of those that are no more.
     *
     * @return empty when nothing did
     */
    Optional<String> since(StateSnapshot before) {
        Text set = new Text();
        values.forEach((name, value) -> {
            if (!value.equals(before.values.get(name))) {
                set.put(name, value);
            }
        });
        Text put = new Text();
        Text gone = new Text();
        lists.forEach((name, things) -> {
            Map<String, String> old = before.lists.getOrDefault(name, Map.of());
            StringBuilder others = new StringBuilder();
            things.forEach((key, thing) -> append(others, thing.equals(old.get(key)) ? "" : thing));
            StringBuilder left = new StringBuilder();
            old.keySet().forEach(key -> append(left, things.containsKey(key) ? "" : encoded(key)));
            putList(put, name, others);
            putList(gone, name, left);
        });
        Text all = new Text();
        all.putIfAny("set", set);
        all.putIfAny("put", put);
        all.putIfAny("gone", gone);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.object());
    }

    private static void append(StringBuilder list, String item) {
        if (!item.isEmpty()) {
            list.append(list.isEmpty() ? "" : ",").append(item);
        }
    }

    private static void putList(Text into, String name, StringBuilder items) {
        if (!items.isEmpty()) {
            into.put(name, "[" + items + "]");
        }
    }

    /** A JSON object that is written of pieces which are JSON already. */
    private static final class Text {
        private final StringBuilder text = new StringBuilder();

        void put(String name, String json) {
            text.append(text.isEmpty() ? "" : ",")
                    .append(encoded(name))
                    .append(':')
                    .append(json);
        }

        void putIfAny(String name, Text object) {
            if (!object.isEmpty()) {
                put(name, object.object());
            }
        }

        boolean isEmpty() {
            return text.isEmpty();
        }

        String object() {
            return "{" + text + "}";
        }
    }
}
