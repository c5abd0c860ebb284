package netseat.automation;

import java.util.ArrayList;
import java.util.List;

/**
 * Keys that are pressed one after the other, held, and released in the opposite order.
 *
 * @param keys their HID keyboard usages, at least one
 */
public record Chord(List<Integer> keys) {
    public Chord {
        keys = List.copyOf(keys);
    }

    /**
     * Reads names of physical keys with plus signs between: {@code ctrl+alt+delete}. Letters and digits are those of a US
     * keyboard.
     *
     * @throws IllegalArgumentException when a key is not known
     */
    static Chord of(String names) {
        List<Integer> keys = new ArrayList<>();
        for (String name : names.split("\\+", -1)) {
            int usage = KeyNames.usage(name);
            if (usage == 0) {
                throw new IllegalArgumentException("no key is called '" + name + "' (docs/automation.md lists them)");
            }
            keys.add(usage);
        }
        return new Chord(keys);
    }
}
