package netseat.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/**
 * Keys that are pressed one after the other, held, and released in the opposite order.
 *
 * @param keys their HID keyboard usages, at least one
 */
public record Chord(List<Integer> keys) {
    public Chord {
        keys = List.copyOf(keys);
    }

    /** Presses the keys, one after the other. */
    public void press(IntConsumer key) {
        keys.forEach(key::accept);
    }

    /** Releases them, the last one first. */
    public void release(IntConsumer key) {
        keys.reversed().forEach(key::accept);
    }

    /**
     * Reads names of physical keys with plus signs between: {@code ctrl+alt+delete}. Letters and digits are those of a US
     * keyboard.
     *
     * @throws IllegalArgumentException when a key is not known
     */
    public static Chord of(String names) {
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
