package netseat.configuration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** One table of a declaration, whose values are asked for by key; what is wrong with one is noted, and it counts as missing. */
final class Table {
    private final JsonNode node;
    private final List<String> path;
    private final Faults faults;

    /** The table of this path, such as "vm", "build"; noted where it is none, and then empty. */
    Table(JsonNode node, List<String> path, Faults faults) {
        this.node = node;
        this.path = List.copyOf(path);
        this.faults = faults;
        if (!node.isObject()) {
            fault("must be a table");
        }
    }

    /** Its keys, in their order. */
    Collection<String> keys() {
        return node.properties().stream().map(Map.Entry::getKey).toList();
    }

    boolean has(String key) {
        return node.has(key);
    }

    JsonNode value(String key) {
        return node.path(key);
    }

    /** A table in it; where it is missing, an empty one. */
    Table table(String key) {
        JsonNode inner = node.has(key) ? node.path(key) : JsonNodeFactory.instance.objectNode();
        return new Table(inner, pathTo(key), faults);
    }

    /** The tables in it, one for each key. */
    List<Map.Entry<String, Table>> tables() {
        List<Map.Entry<String, Table>> tables = new ArrayList<>();
        keys().forEach(key -> tables.add(Map.entry(key, table(key))));
        return tables;
    }

    /** Notes that the table itself is wrong. */
    void fault(String words) {
        faults.add(path, name(), words);
    }

    /** Notes that one of its keys is wrong. */
    void fault(String key, String words) {
        faults.add(pathTo(key), name(), words);
    }

    private List<String> pathTo(String key) {
        List<String> to = new ArrayList<>(path);
        to.add(key);
        return to;
    }

    private String name() {
        return String.join(".", path);
    }

    /** Notes every key that is not among these. */
    void knows(Collection<String> known) {
        for (String key : keys()) {
            if (!known.contains(key)) {
                fault(
                        key,
                        "unknown key \"" + key + "\""
                                + NearestName.to(key, known)
                                        .map(name -> "; did you mean \"" + name + "\"? Known are ")
                                        .orElse("; known are ")
                                + known.stream().sorted().toList());
            }
        }
    }

    Optional<String> text(String key) {
        JsonNode value = value(key);
        if (!value.isMissingNode() && !value.isString()) {
            fault(key, key + " must be a text in quotes");
        }
        return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
    }

    Optional<Integer> number(String key) {
        JsonNode value = value(key);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isIntegralNumber() || !value.canConvertToInt()) {
            fault(key, key + " must be a whole number");
            return Optional.empty();
        }
        return Optional.of(value.intValue());
    }

    Optional<Boolean> flag(String key) {
        JsonNode value = value(key);
        if (!value.isMissingNode() && !value.isBoolean()) {
            fault(key, key + " must be true or false");
        }
        return value.isBoolean() ? Optional.of(value.booleanValue()) : Optional.empty();
    }

    <E extends Enum<E>> Optional<E> choice(String key, Class<E> type) {
        Optional<String> value = text(key);
        List<E> all = Arrays.asList(type.getEnumConstants());
        Optional<E> chosen = value.flatMap(
                text -> all.stream().filter(one -> lower(one).equals(text)).findFirst());
        if (value.isPresent() && chosen.isEmpty()) {
            fault(key, key + " must be one of " + all.stream().map(Table::lower).toList());
        }
        return chosen;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    List<String> texts(String key) {
        JsonNode list = value(key);
        List<String> texts = new ArrayList<>();
        list.forEach(each -> {
            if (each.isString()) {
                texts.add(each.stringValue());
            }
        });
        if (!list.isMissingNode() && (!list.isArray() || texts.size() != list.size())) {
            fault(key, key + " must be a list of texts");
        }
        return texts;
    }
}
