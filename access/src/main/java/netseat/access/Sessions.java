package netseat.access;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import netseat.state.Database;
import netseat.state.Row;

/**
 * Who has logged in. A session is known by a secret of 256 random bits, made new at each log-in, so that nobody can be given one
 * beforehand; only its hash is kept. It ends when nobody used it for {@link #IDLE}, after {@link #LONGEST} in any case, and
 * when its user logs out, is removed or gets another password. Finding is for any thread; what changes something waits for the
 * disk.
 */
final class Sessions {
    static final Duration IDLE = Duration.ofHours(12);
    static final Duration LONGEST = Duration.ofDays(7);

    /** The most of one user; the oldest gives way. */
    private static final int MOST = 32;

    private final Database database;
    private final Map<String, Session> all = new ConcurrentHashMap<>();

    /** What is known of one; {@code used} is when it was used last, on the disk some minutes late. */
    private static final class Session {
        final String id;
        final String user;
        final long made;
        volatile long used;
        volatile long saved;

        Session(String id, String user, long made, long used) {
            this.id = id;
            this.user = user;
            this.made = made;
            this.used = used;
            this.saved = used;
        }

        boolean isOver(long now) {
            return now - used > IDLE.toMillis() || now - made > LONGEST.toMillis();
        }
    }

    Sessions(Database database) {
        this.database = database;
        List<Session> saved = database.read(
                transaction -> transaction.list("SELECT id, user, made, used FROM sessions", Sessions::session));
        saved.forEach(session -> all.put(session.id, session));
    }

    private static Session session(Row row) throws SQLException {
        return new Session(row.text("id"), row.text("user"), row.number("made"), row.number("used"));
    }

    /** A new session of a user; its secret, which is nowhere else. */
    String open(String user, long now) {
        String secret = Secrets.token();
        Session session = new Session(Secrets.hash(secret), user, now, now);
        database.write(transaction -> transaction.update(
                "INSERT INTO sessions (id, user, made, used) VALUES (?, ?, ?, ?)", session.id, user, now, now));
        all.put(session.id, session);
        List<Session> ofUser = all.values().stream()
                .filter(each -> each.user.equals(user))
                .sorted(Comparator.comparingLong(each -> each.used))
                .toList();
        ofUser.subList(0, Math.max(0, ofUser.size() - MOST)).forEach(oldest -> close(oldest.id));
        return secret;
    }

    /** The user of the session with this secret, which is used by this; empty when there is none or it is over. */
    Optional<String> use(String secret, long now) {
        Session session = all.get(Secrets.hash(secret));
        if (session == null || session.isOver(now)) {
            return Optional.empty();
        }
        session.used = Math.max(session.used, now);
        return Optional.of(session.user);
    }

    /** Keeps a session from becoming idle while something that it opened is in use. */
    void touch(String id, long now) {
        Session session = all.get(id);
        if (session != null) {
            session.used = Math.max(session.used, now);
        }
    }

    /** Whether there is such a session, still. */
    boolean isOpen(String id, long now) {
        Session session = all.get(id);
        return session != null && !session.isOver(now);
    }

    void close(String id) {
        if (all.remove(id) != null) {
            database.write(transaction -> transaction.update("DELETE FROM sessions WHERE id = ?", id));
        }
    }

    /** Ends all sessions of a user but one. */
    void closeAll(String user, String but) {
        closeWhere(session -> session.user.equals(user) && !session.id.equals(but));
    }

    /** Forgets those that are over, and writes down when the others were used; each minute or so. */
    void sweep(long now) {
        closeWhere(session -> session.isOver(now));
        List<Session> used = all.values().stream()
                .filter(session -> session.used > session.saved)
                .toList();
        if (!used.isEmpty()) {
            database.write(transaction -> {
                for (Session session : used) {
                    long until = session.used;
                    transaction.update("UPDATE sessions SET used = ? WHERE id = ?", until, session.id);
                    session.saved = until;
                }
            });
        }
    }

    private void closeWhere(Predicate<Session> which) {
        all.values().stream().filter(which).map(session -> session.id).toList().forEach(this::close);
    }
}
