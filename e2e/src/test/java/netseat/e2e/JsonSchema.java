package netseat.e2e;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/**
 * As much of JSON Schema 2020-12 as the API's description uses, to hold answers against it: own code, because that is a page and a
 * whole validator some megabytes with opinions about formats. A keyword that it does not know is a fault of the schema.
 */
final class JsonSchema {
    private static final List<String> NOTES = List.of("description", "format", "minLength", "maxLength");

    private final JsonNode document;
    private final List<String> faults = new ArrayList<>();

    private JsonSchema(JsonNode document) {
        this.document = document;
    }

    /** In words, what is not as the schema says; empty when all is. */
    static List<String> faults(JsonNode document, JsonNode schema, JsonNode value) {
        JsonSchema check = new JsonSchema(document);
        check.check(schema, value, "answer");
        return check.faults;
    }

    private void check(JsonNode schema, JsonNode value, String where) {
        schema.forEachEntry((keyword, rule) -> {
            switch (keyword) {
                case "$ref" -> check(document.at(rule.stringValue().substring(1)), value, where);
                case "type" -> expect(isType(rule, value), where, "is no " + rule);
                case "enum" -> expect(rule.valueStream().anyMatch(value::equals), where, "is none of " + rule);
                case "required" ->
                    rule.forEach(name -> expect(
                            !value.isObject() || value.has(name.stringValue()), where, "has no " + name.stringValue()));
                case "properties" ->
                    rule.forEachEntry((name, of) -> {
                        if (value.has(name)) {
                            check(of, value.path(name), where + "." + name);
                        }
                    });
                case "additionalProperties" ->
                    value.forEachEntry((name, of) -> {
                        if (!schema.path("properties").has(name)) {
                            expect(!rule.isBoolean() || rule.booleanValue(), where, "has " + name + " too");
                            check(rule.isObject() ? rule : schema.path("$nothing"), of, where + "." + name);
                        }
                    });
                case "items" -> {
                    for (int i = 0; i < value.size(); i++) {
                        check(rule, value.path(i), where + "[" + i + "]");
                    }
                }
                case "minimum" -> expect(value.asDouble() >= rule.asDouble(), where, "is less than " + rule);
                case "maximum" -> expect(value.asDouble() <= rule.asDouble(), where, "is more than " + rule);
                case "pattern" ->
                    expect(
                            !value.isString()
                                    || Pattern.compile(rule.stringValue())
                                            .matcher(value.stringValue())
                                            .find(),
                            where,
                            "is not like " + rule);
                case "oneOf" ->
                    expect(
                            rule.valueStream()
                                            .filter(each -> faults(document, each, value)
                                                    .isEmpty())
                                            .count()
                                    == 1,
                            where,
                            "is not just one of these");
                default -> expect(NOTES.contains(keyword), where, "has a schema with " + keyword);
            }
        });
    }

    private static boolean isType(JsonNode type, JsonNode value) {
        if (type.isArray()) {
            return type.valueStream().anyMatch(each -> isType(each, value));
        }
        return switch (type.stringValue()) {
            case "string" -> value.isString();
            case "integer" -> value.isIntegralNumber();
            case "number" -> value.isNumber();
            case "boolean" -> value.isBoolean();
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "null" -> value.isNull();
            default -> false;
        };
    }

    private void expect(boolean so, String where, String otherwise) {
        if (!so) {
            faults.add(where + " " + otherwise);
        }
    }
}
