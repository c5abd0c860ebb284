package netseat.access;

import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import netseat.state.Database;
import netseat.state.Row;
import netseat.state.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * The log of who did what, in the database: the last {@value #MOST} entries, and of failed log-ins, of which a stranger can make
 * as many as the limits let through, {@value #MOST_FAILURES} apart from those. Everything here waits for the disk.
 */
public final class AuditLog {
    /** So many deeds are kept. */
    public static final int MOST = 100_000;

    /** And so many failed log-ins. */
    public static final int MOST_FAILURES = 10_000;

    /** The most that one reading gives. */
    public static final int PAGE = 1_000;

    static final String FAILURE = "session.refuse";

    /** The most words that are looked for at a time. */
    public static final int MOST_WORDS = 8;

    /** So many entries are looked through at a time: some milliseconds. */
    private static final int WINDOW = 10_000;

    private static final String HAS_WORD =
            " AND instr(lower(at || ' ' || who || ' ' || address || ' ' || what || ' ' || thing"
                    + " || ' ' || coalesce(before, '') || ' ' || coalesce(after, '')), lower(?)) > 0";

    private static final int LONGEST = 4_000;

    /** So often the oldest are removed. */
    private static final int SWEEP_EACH = 256;

    private static final String COLUMNS = "id, at, who, address, what, thing, before, after";

    private final Database database;
    private final InstantSource clock;
    private int added;

    AuditLog(Database database, InstantSource clock) {
        this.database = database;
        this.clock = clock;
    }

    /** Writes down that somebody did something; what is longer than {@value #LONGEST} characters is cut. */
    public void add(String who, String from, String what, String on, @Nullable String before, @Nullable String after) {
        String at = clock.instant().toString();
        database.write(transaction -> {
            transaction.update(
                    "INSERT INTO audit (at, who, address, what, thing, before, after) VALUES (?, ?, ?, ?, ?, ?, ?)",
                    at,
                    cut(who),
                    cut(from),
                    cut(what),
                    cut(on),
                    before == null ? null : cut(before),
                    after == null ? null : cut(after));
            if (added++ % SWEEP_EACH == 0) {
                forget(transaction, "what <> '" + FAILURE + "'", MOST);
                forget(transaction, "what = '" + FAILURE + "'", MOST_FAILURES);
            }
        });
    }

    private static void forget(Transaction transaction, String which, int most) throws SQLException {
        transaction.update("DELETE FROM audit WHERE " + which + " AND id <= (SELECT id FROM audit WHERE " + which
                + " ORDER BY id DESC LIMIT 1 OFFSET " + most + ")");
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + '…';
    }

    /**
     * The newest entries, newest first.
     *
     * @param before only those with a smaller id
     * @param limit so many at most; 1 to {@value #PAGE}
     */
    public List<AuditEntry> before(long before, int limit) {
        return database.read(transaction -> transaction.list(
                "SELECT " + COLUMNS + " FROM audit WHERE id < ? ORDER BY id DESC LIMIT ?",
                AuditLog::entry,
                before,
                Math.clamp(limit, 1, PAGE)));
    }

    /**
     * The newest entries in which each of these words is, in whatever field and whether its letters (of ASCII) are large or
     * small; newest first. The log is looked through {@value #WINDOW} entries at a time, between which others have the database.
     *
     * @param words at most {@value #MOST_WORDS}; none: all entries
     * @param before only those with a smaller id
     * @param limit so many at most; 1 to {@value #PAGE}
     */
    public List<AuditEntry> find(List<String> words, long before, int limit) {
        if (words.isEmpty()) {
            return before(before, limit);
        }
        if (words.size() > MOST_WORDS) {
            throw new IllegalArgumentException("at most " + MOST_WORDS + " words are looked for, not " + words.size());
        }
        int wanted = Math.clamp(limit, 1, PAGE);
        List<AuditEntry> found = new ArrayList<>();
        for (OptionalLong end = OptionalLong.of(before); end.isPresent() && found.size() < wanted; ) {
            long top = end.getAsLong();
            found.addAll(findInWindow(words, top, wanted - found.size()));
            end = endOfWindow(top);
        }
        return found;
    }

    private List<AuditEntry> findInWindow(List<String> words, long before, int limit) {
        List<Object> values = new ArrayList<>();
        values.add(before);
        values.addAll(words);
        values.add(limit);
        return database.read(transaction -> transaction.list(
                "SELECT " + COLUMNS + " FROM (SELECT * FROM audit WHERE id < ? ORDER BY id DESC LIMIT " + WINDOW
                        + ") WHERE true" + HAS_WORD.repeat(words.size()) + " ORDER BY id DESC LIMIT ?",
                AuditLog::entry,
                values.toArray()));
    }

    /** The smallest id in the window below this one; empty when there is none below it. */
    private OptionalLong endOfWindow(long before) {
        return database
                .read(transaction -> transaction.list(
                        "SELECT id FROM audit WHERE id < ? ORDER BY id DESC LIMIT 1 OFFSET " + (WINDOW - 1),
                        row -> row.number("id"),
                        before))
                .stream()
                .mapToLong(Long::longValue)
                .findFirst();
    }

    /** The entries after one, oldest first, {@value #PAGE} at most. */
    public List<AuditEntry> after(long id) {
        return database.read(transaction -> transaction.list(
                "SELECT " + COLUMNS + " FROM audit WHERE id > ? ORDER BY id LIMIT " + PAGE, AuditLog::entry, id));
    }

    private static AuditEntry entry(Row row) throws SQLException {
        return new AuditEntry(
                row.number("id"),
                Instant.parse(row.text("at")),
                row.text("who"),
                row.text("address"),
                row.text("what"),
                row.text("thing"),
                row.optionalText("before").orElse(null),
                row.optionalText("after").orElse(null));
    }
}
