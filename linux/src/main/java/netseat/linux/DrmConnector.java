package netseat.linux;

import java.util.List;
import java.util.Optional;

/**
 * A socket for a monitor.
 *
 * @param id the kernel's number
 * @param name as in {@code HDMI-A-1}
 * @param connected whether there is a monitor
 * @param modes what the monitor can be driven in, best first; none when there is no monitor
 * @param crtcs the places of the CRTCs that can drive it, as bits
 */
public record DrmConnector(int id, String name, boolean connected, List<DrmMode> modes, int crtcs) {
    private static final List<String> TYPES = List.of(
            "Unknown",
            "VGA",
            "DVI-I",
            "DVI-D",
            "DVI-A",
            "Composite",
            "SVIDEO",
            "LVDS",
            "Component",
            "DIN",
            "DP",
            "HDMI-A",
            "HDMI-B",
            "TV",
            "eDP",
            "Virtual",
            "DSI",
            "DPI",
            "Writeback",
            "SPI",
            "USB");

    /** As Linux calls it in /sys/class/drm. */
    static String name(int type, int number) {
        return (type >= 0 && type < TYPES.size() ? TYPES.get(type) : "Unknown") + "-" + number;
    }

    /** The mode to use: the one that the monitor prefers, else the first. */
    public Optional<DrmMode> mode() {
        return modes.stream()
                .filter(DrmMode::preferred)
                .findFirst()
                .or(() -> modes.stream().findFirst());
    }
}
