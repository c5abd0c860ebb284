package netseat.cli;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A plug of a preset in a word: {@code SEAT=VM}, {@code SEAT=VM:2}, {@code SEAT=VM:observe}, {@code SEAT=VM:2:observe}; {@code SEAT=} for none. */
final class PlugWord {
    private static final String OBSERVE = ":observe";
    private static final Pattern WORD =
            Pattern.compile("(?<seat>[^=:]+)=(?:(?<vm>[^:]+)(?::(?<head>[1-9][0-9]?))?(?<observe>" + OBSERVE + ")?)?");

    private PlugWord() {}

    /** Adds the plug to an object by its seat; false when the word is none. */
    static boolean put(String word, ObjectNode plugs) {
        Matcher parts = WORD.matcher(word);
        if (!parts.matches()) {
            return false;
        }
        String seat = parts.group("seat");
        Optional<String> machine = Optional.ofNullable(parts.group("vm"));
        Optional<String> head = Optional.ofNullable(parts.group("head"));
        boolean observe = parts.group("observe") != null;
        if (head.isEmpty() && !observe) {
            plugs.put(seat, machine.orElse(null));
            return true;
        }
        ObjectNode plug = plugs.putObject(seat).put("vm", machine.orElse(""));
        head.ifPresent(number -> plug.put("head", Integer.parseInt(number)));
        if (observe) {
            plug.put("observe", true);
        }
        return true;
    }

    /** The word for a seat's plug as the API tells it. */
    static String of(String seat, JsonNode plug) {
        if (!plug.isObject()) {
            return seat + "=" + (plug.isString() ? plug.stringValue() : "");
        }
        return seat + "=" + plug.path("vm").asString("")
                + (plug.has("head") ? ":" + plug.path("head").asInt() : "")
                + (plug.path("observe").asBoolean(false) ? OBSERVE : "");
    }
}
