package netseat.controller;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import netseat.hypervisor.LogicalDisplay;
import org.jspecify.annotations.Nullable;

/**
 * A preset as fields of names and plain values, as the API, the declarations and the controller's file have it. Whatever is
 * unknown or out of its range is refused, in words that say what is allowed. Pure functions.
 */
public final class PresetFields {
    static final String KEYS = "keys";
    private static final String REPEAT = "repeat";
    private static final String REPEAT_DELAY = "repeat-delay";
    private static final String REPEAT_RATE = "repeat-rate";
    private static final String POINTER_SPEED = "pointer-speed";
    private static final String POINTER_ACCELERATION = "pointer-acceleration";
    private static final String HANDEDNESS = "handedness";
    private static final String WHEEL = "wheel";
    private static final String WHEEL_SPEED = "wheel-speed";
    private static final String SIZE = "size";
    private static final String LARGEST_SIZE = "largest-size";
    private static final String DEPTH = "depth";
    private static final String BLANK_AFTER = "blank-after";

    /** Every field there is. */
    public static final List<String> NAMES = List.of(
            KEYS,
            REPEAT,
            REPEAT_DELAY,
            REPEAT_RATE,
            POINTER_SPEED,
            POINTER_ACCELERATION,
            HANDEDNESS,
            WHEEL,
            WHEEL_SPEED,
            SIZE,
            LARGEST_SIZE,
            DEPTH,
            BLANK_AFTER);

    private static final String LEFT = "left";
    private static final String RIGHT = "right";
    private static final String NORMAL = "normal";
    private static final String REVERSED = "reversed";
    private static final Pattern SIZE_TEXT = Pattern.compile("([0-9]{1,5})x([0-9]{1,5})");
    private static final double MINUTE = 60;
    private static final int ONE = PointerPreset.THOUSAND;

    private final Map<String, ?> fields;

    private PresetFields(Map<String, ?> fields) {
        this.fields = fields;
    }

    /**
     * Reads a preset. What is not there is as the devices are by themselves.
     *
     * @param fields each a {@link String}, a {@link Number}, or for the keys a map of texts; numbers may be texts as well
     * @throws IllegalArgumentException when a field is unknown or its value cannot be; the message is for people
     */
    public static Preset read(Map<String, ?> fields) {
        for (String name : fields.keySet()) {
            if (!NAMES.contains(name)) {
                throw new IllegalArgumentException("unknown field \"" + name + "\"; known are " + NAMES);
            }
        }
        PresetFields from = new PresetFields(fields);
        return new Preset(from.keyboard(), from.pointer(), from.display());
    }

    /** The fields in which a preset differs from how the devices are by themselves; {@link #read} takes them. */
    public static Map<String, Object> write(Preset preset) {
        Map<String, Object> fields = new LinkedHashMap<>();
        Map<String, Object> plain = all(Preset.PLAIN);
        all(preset).forEach((name, value) -> {
            if (!value.equals(plain.get(name))) {
                fields.put(name, value);
            }
        });
        return fields;
    }

    private static Map<String, Object> all(Preset preset) {
        KeyboardPreset keyboard = preset.keyboard();
        PointerPreset pointer = preset.pointer();
        DisplayPreset display = preset.display();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put(KEYS, keyboard.keys());
        all.put(REPEAT, keyboard.repeat().name().toLowerCase(Locale.ROOT));
        all.put(REPEAT_DELAY, keyboard.repeatDelay());
        all.put(REPEAT_RATE, keyboard.repeatRate());
        all.put(POINTER_SPEED, factor(pointer.speed()));
        all.put(POINTER_ACCELERATION, factor(pointer.acceleration()));
        all.put(HANDEDNESS, pointer.leftHanded() ? LEFT : RIGHT);
        all.put(WHEEL, pointer.wheelReversed() ? REVERSED : NORMAL);
        all.put(WHEEL_SPEED, factor(pointer.wheelSpeed()));
        display.size().ifPresent(size -> all.put(SIZE, size.width() + "x" + size.height()));
        display.largest().ifPresent(size -> all.put(LARGEST_SIZE, size.width() + "x" + size.height()));
        all.put(DEPTH, display.depth());
        all.put(BLANK_AFTER, display.blankSeconds() / MINUTE);
        return all;
    }

    private static double factor(int thousandths) {
        return (double) thousandths / ONE;
    }

    private KeyboardPreset keyboard() {
        KeyboardPreset plain = KeyboardPreset.PLAIN;
        String repeat = choice(
                REPEAT,
                plain.repeat().name().toLowerCase(Locale.ROOT),
                Arrays.stream(KeyboardPreset.Repeat.values())
                        .map(each -> each.name().toLowerCase(Locale.ROOT))
                        .toList());
        return new KeyboardPreset(
                keys(),
                KeyboardPreset.Repeat.valueOf(repeat.toUpperCase(Locale.ROOT)),
                number(REPEAT_DELAY, plain.repeatDelay(), 100, 5000),
                number(REPEAT_RATE, plain.repeatRate(), 1, 50));
    }

    private PointerPreset pointer() {
        PointerPreset plain = PointerPreset.PLAIN;
        return new PointerPreset(
                factor(POINTER_SPEED, plain.speed(), "0.1", "10"),
                factor(POINTER_ACCELERATION, plain.acceleration(), "0", "5"),
                choice(HANDEDNESS, RIGHT, List.of(RIGHT, LEFT)).equals(LEFT),
                choice(WHEEL, NORMAL, List.of(NORMAL, REVERSED)).equals(REVERSED),
                factor(WHEEL_SPEED, plain.wheelSpeed(), "0.1", "10"));
    }

    private DisplayPreset display() {
        return new DisplayPreset(
                size(SIZE),
                size(LARGEST_SIZE),
                Integer.parseInt(choice(DEPTH, "0", List.of("0", "8", "16", "24"))),
                seconds(BLANK_AFTER));
    }

    private Map<String, String> keys() {
        Object value = fields.get(KEYS);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> changes)) {
            throw fault(KEYS, "must be a table of names, such as {\"CAPSLOCK\": \"LEFTCTRL\"}");
        }
        Map<String, String> keys = new LinkedHashMap<>();
        changes.forEach((from, to) -> {
            String key = key(from);
            String becomes = String.valueOf(to).equalsIgnoreCase(KeyTable.NO_KEY) ? KeyTable.NO_KEY : key(to);
            if (keys.putIfAbsent(key, becomes) != null) {
                throw fault(KEYS, "has " + key + " twice");
            }
        });
        return keys;
    }

    private static String key(@Nullable Object name) {
        return KeyNames.find(String.valueOf(name))
                .orElseThrow(() -> fault(
                        KEYS,
                        "has no key \"" + name + "\"; keys are " + String.join(" ", KeyNames.all())
                                + ", and what they become may be NONE"));
    }

    private String choice(String name, String otherwise, List<String> allowed) {
        Object value = fields.get(name);
        String text = value == null ? otherwise : String.valueOf(value);
        if (!allowed.contains(text)) {
            throw fault(name, "must be one of " + allowed + ", not " + text);
        }
        return text;
    }

    private int number(String name, int otherwise, int least, int most) {
        return decimal(name, String.valueOf(least), String.valueOf(most), "a whole number")
                .map(number -> {
                    try {
                        return number.intValueExact();
                    } catch (ArithmeticException e) {
                        throw fault(name, "must be a whole number from " + least + " to " + most + ", not " + number);
                    }
                })
                .orElse(otherwise);
    }

    private int factor(String name, int otherwise, String least, String most) {
        return decimal(name, least, most, "a number")
                .map(number -> number.multiply(BigDecimal.valueOf(ONE)).intValue())
                .orElse(otherwise);
    }

    /** A time in minutes. */
    private int seconds(String name) {
        return decimal(name, "0", "1440", "a number")
                .map(minutes -> (int) Math.ceil(minutes.doubleValue() * MINUTE))
                .orElse(0);
    }

    private Optional<BigDecimal> decimal(String name, String least, String most, String kind) {
        Object value = fields.get(name);
        if (value == null) {
            return Optional.empty();
        }
        String text = String.valueOf(value);
        // Digits are counted before they are worth anything: 1e999999999 is a short text and a long number.
        if (text.matches("[0-9]{1,6}(\\.[0-9]{1,6})?")) {
            BigDecimal number = new BigDecimal(text);
            if (number.compareTo(new BigDecimal(least)) >= 0 && number.compareTo(new BigDecimal(most)) <= 0) {
                return Optional.of(number);
            }
        }
        throw fault(name, "must be " + kind + " from " + least + " to " + most + ", not " + text);
    }

    private Optional<HeadSizes.Size> size(String name) {
        Object value = fields.get(name);
        if (value == null) {
            return Optional.empty();
        }
        Matcher text = SIZE_TEXT.matcher(String.valueOf(value));
        if (text.matches()) {
            int width = Integer.parseInt(text.group(1));
            int height = Integer.parseInt(text.group(2));
            if (LogicalDisplay.isSize(width, height)) {
                return Optional.of(new HeadSizes.Size(width, height));
            }
        }
        throw fault(name, "must be such as \"1280x800\", with " + LogicalDisplay.SIZES + ", not " + value);
    }

    private static IllegalArgumentException fault(String name, String words) {
        return new IllegalArgumentException(name + " " + words);
    }
}
