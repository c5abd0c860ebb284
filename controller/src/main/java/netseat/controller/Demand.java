package netseat.controller;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import netseat.protocol.ByeReason;
import netseat.protocol.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * Where an admitted device must come from, besides having the right key. Neither proves anything alone.
 *
 * @param addresses the range that its network address must be in; null when any will do
 * @param mac its network card's address, as {@link #MAC} has it; empty when any will do
 */
public record Demand(@Nullable AddressRange addresses, String mac) {
    /** What is demanded of most devices. */
    public static final Demand NOTHING = new Demand(null, "");

    private static final Pattern MAC = Pattern.compile("[0-9a-f]{2}(:[0-9a-f]{2}){5}");

    /**
     * Reads what an administrator wrote; empty texts demand nothing.
     *
     * @throws IllegalArgumentException when it makes no sense; the message is for people
     */
    public static Demand parse(String addresses, String mac) {
        String plain = mac.toLowerCase(Locale.ROOT).replace('-', ':');
        if (!plain.isEmpty() && !MAC.matcher(plain).matches()) {
            throw new IllegalArgumentException("\"" + mac + "\" is no MAC address such as 52:54:00:12:34:56.");
        }
        return new Demand(addresses.isEmpty() ? null : AddressRange.parse(addresses), plain);
    }

    /** The range as text; empty when any address will do. */
    public String range() {
        return addresses == null ? "" : addresses.toString();
    }

    /** Why a link is refused; empty when it is as demanded. */
    Optional<ProtocolException> refusal(Link link) {
        if (addresses != null && !addresses.contains(link.address())) {
            return Optional.of(new ProtocolException(
                    ByeReason.REFUSED,
                    "this device is admitted from " + addresses + " only, and comes from " + link.address()));
        }
        if (!mac.isEmpty() && !mac.equals(link.mac())) {
            String other = link.mac().isEmpty() ? "none that the controller can see" : link.mac();
            return Optional.of(new ProtocolException(
                    ByeReason.REFUSED, "this device is admitted with the MAC " + mac + " only, and has " + other));
        }
        return Optional.empty();
    }
}
