package netseat.e2e;

import java.util.ArrayList;
import java.util.List;

/** Reads the lines in which the small Linux reports what it received. */
public final class InputReport {
    public static final int EV_KEY = 1;
    public static final int EV_REL = 2;
    public static final int EV_ABS = 3;

    private InputReport() {}

    /** One input event. */
    public record Event(String device, int type, int code, int value) {}

    public static List<Event> events(List<String> lines, int type) {
        List<Event> events = new ArrayList<>();
        for (String line : lines) {
            String[] parts = line.split(" ", -1);
            if (parts.length == 4 && parts[0].startsWith("event") && Integer.parseInt(parts[1]) == type) {
                events.add(new Event(parts[0], type, Integer.parseInt(parts[2]), Integer.parseInt(parts[3])));
            }
        }
        return events;
    }

    /** "30+" for a press of key 30, "30-" for its release, "30=" for a repeat of the guest's own. */
    public static List<String> keys(List<String> lines) {
        List<String> keys = new ArrayList<>();
        for (Event event : events(lines, EV_KEY)) {
            keys.add(event.code() + (event.value() == 0 ? "-" : event.value() == 1 ? "+" : "="));
        }
        return keys;
    }
}
