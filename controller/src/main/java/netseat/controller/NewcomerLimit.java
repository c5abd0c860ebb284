package netseat.controller;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** How many devices that nobody knows may come from one address: 20 at once, and one more each 3 seconds. Not thread-safe. */
final class NewcomerLimit {
    private static final int ADDRESSES = 1024;
    private static final int BURST = 20;
    private static final long NANOS_EACH = TimeUnit.SECONDS.toNanos(3);
    private static final int NETWORK_GROUPS = 4;

    /** The address that is longest silent is forgotten first. */
    private final Map<String, RateLimit> limits = new LinkedHashMap<>(16, 0.75F, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RateLimit> eldest) {
            return size() > ADDRESSES;
        }
    };

    /** Whether one more may come from this address. */
    boolean take(String address, long nowNanos) {
        return limits.computeIfAbsent(network(address), ignored -> new RateLimit(BURST, NANOS_EACH))
                .take(nowNanos);
    }

    /** The address itself, or the first 64 bits of one of IPv6 in full form: one host has all the rest. */
    static String network(String address) {
        String[] groups = address.split(":", -1);
        if (groups.length <= NETWORK_GROUPS || address.contains("::")) {
            return address;
        }
        return String.join(":", groups[0], groups[1], groups[2], groups[3]);
    }
}
