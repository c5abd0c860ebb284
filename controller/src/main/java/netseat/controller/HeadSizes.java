package netseat.controller;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import netseat.hypervisor.LogicalDisplay;
import org.jspecify.annotations.Nullable;

/**
 * Who decides which size a head has, when several display units show it: of those that wish a size, the one that was
 * plugged in first. When it goes, the next one's wish counts; when the last one goes, the size stays. Any thread.
 */
final class HeadSizes {
    /** A size in pixels, as {@link LogicalDisplay#suggest} takes it. */
    record Size(int width, int height) {}

    private final Map<LogicalDisplay, Map<DisplayAdapter, Optional<Size>>> heads = new HashMap<>();

    /** A unit shows a head from now on, and may wish a size already. */
    synchronized void plugged(LogicalDisplay head, DisplayAdapter unit, @Nullable Size wish) {
        heads.computeIfAbsent(head, ignored -> new LinkedHashMap<>()).put(unit, Optional.ofNullable(wish));
        if (wish != null) {
            decide(head, unit);
        }
    }

    /** A unit that shows a head wishes another size, or none any more. */
    synchronized void wished(LogicalDisplay head, DisplayAdapter unit, @Nullable Size wish) {
        Map<DisplayAdapter, Optional<Size>> units = heads.get(head);
        if (units == null || units.replace(unit, Optional.ofNullable(wish)) == null) {
            return;
        }
        if (wish == null) {
            decideAnew(head, units);
        } else {
            decide(head, unit);
        }
    }

    /** Applies a new wish if it is the first unit's. */
    private void decide(LogicalDisplay head, DisplayAdapter unit) {
        for (Map.Entry<DisplayAdapter, Optional<Size>> entry : units(head).entrySet()) {
            if (entry.getValue().isPresent()) {
                if (entry.getKey().equals(unit)) {
                    Size size = entry.getValue().get();
                    head.suggest(size.width(), size.height());
                }
                return;
            }
        }
    }

    private Map<DisplayAdapter, Optional<Size>> units(LogicalDisplay head) {
        return heads.getOrDefault(head, Map.of());
    }

    /** A unit shows the head no more. */
    synchronized void unplugged(LogicalDisplay head, DisplayAdapter unit) {
        Map<DisplayAdapter, Optional<Size>> units = heads.get(head);
        if (units == null) {
            return;
        }
        units.remove(unit);
        if (units.isEmpty()) {
            heads.remove(head);
        } else {
            decideAnew(head, units);
        }
    }

    private void decideAnew(LogicalDisplay head, Map<DisplayAdapter, Optional<Size>> units) {
        units.entrySet().stream()
                .filter(entry -> entry.getValue().isPresent())
                .findFirst()
                .ifPresent(entry -> decide(head, entry.getKey()));
    }
}
