package netseat.access;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Who did what, as it is kept.
 *
 * @param id counts up; never used again
 * @param who a user's name; {@code token NAME of USER}, {@value Caller#LOCAL}, or a seat or device that did it by itself
 * @param from the network address
 * @param what the deed, such as {@code seat.plug}
 * @param on what it was done to, such as {@code seat a}
 * @param before what that was before, in JSON; null where there is nothing to be said
 * @param after what it is since
 */
public record AuditEntry(
        long id,
        Instant at,
        String who,
        String from,
        String what,
        String on,
        @Nullable String before,
        @Nullable String after) {}
