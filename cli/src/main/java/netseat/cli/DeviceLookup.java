package netseat.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Finds the device that a person means. */
final class DeviceLookup {
    private static final int WHOLE = 64;

    private DeviceLookup() {}

    /**
     * The whole identifier of the device that was named: by it, by its beginning or by the name that an administrator gave it.
     * One that still waits is found by the whole identifier only, as anybody may make a key that begins alike.
     *
     * @throws ApiException when none or several are meant; the message says which
     */
    static String find(Api api, String named) {
        String text = named.toLowerCase(Locale.ROOT);
        List<String> found = new ArrayList<>();
        for (JsonNode device : api.get("devices").path("devices")) {
            String id = device.path("id").asString();
            if (id.equals(text)) {
                return id;
            }
            if ("pending".equals(device.path("state").asString())) {
                continue;
            }
            if (id.startsWith(text) || device.path("name").asString().equals(named)) {
                found.add(id);
            }
        }
        if (found.size() == 1) {
            return found.getFirst();
        }
        if (found.size() > 1) {
            throw new ApiException(ExitStatus.REFUSED, "several devices are meant by " + named + ": " + found);
        }
        throw new ApiException(
                ExitStatus.REFUSED,
                "no device " + named
                        + (text.length() < WHOLE
                                ? "; one that waits goes by its whole identifier (netseat devices)"
                                : ""));
    }
}
