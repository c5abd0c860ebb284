package netseat.access;

import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import netseat.state.Database;
import netseat.state.Row;

/** The tokens of the API. Finding is for any thread; changing waits for the disk. */
public final class Tokens {
    private static final int MOST = 1_000;
    private static final int LONGEST_NAME = 64;

    /** With this before the secret, it is known for what it is where it should not be, such as in a repository. */
    private static final String PREFIX = "netseat_";

    private final Database database;
    private final Map<String, Entry> byHash = new ConcurrentHashMap<>();

    private static final class Entry {
        final Token token;
        volatile long used;
        volatile long saved;

        Entry(Token token) {
            this.token = token;
            this.used = token.lastUsed().toEpochMilli();
            this.saved = used;
        }

        Token now() {
            return new Token(
                    token.id(), token.name(), token.user(), token.scopes(), token.made(), Instant.ofEpochMilli(used));
        }
    }

    /** A token with its secret, which nobody will see again. */
    public record Made(Token token, String secret) {}

    Tokens(Database database) {
        this.database = database;
        database.read(transaction -> transaction.list(
                "SELECT id, name, user, scopes, secret, made, used FROM tokens",
                row -> byHash.put(row.text("secret"), new Entry(token(row)))));
    }

    private static Token token(Row row) throws SQLException {
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (String word : row.text("scopes").split(" ", -1)) {
            Scope.of(word).ifPresent(scopes::add);
        }
        return new Token(
                row.text("id"),
                row.text("name"),
                row.text("user"),
                scopes,
                Instant.ofEpochMilli(row.number("made")),
                Instant.ofEpochMilli(row.number("used")));
    }

    /** Every token, the oldest first. */
    public List<Token> all() {
        return byHash.values().stream()
                .map(Entry::now)
                .sorted(Comparator.comparing(Token::made).thenComparing(Token::id))
                .toList();
    }

    /** The one with this id. */
    public Optional<Token> find(String id) {
        return all().stream().filter(token -> token.id().equals(id)).findFirst();
    }

    /**
     * Makes a new one.
     *
     * @throws IllegalArgumentException with words for whoever asked
     */
    Made make(String name, String user, Set<Scope> scopes, Instant now) {
        if (name.isBlank() || name.length() > LONGEST_NAME || name.chars().anyMatch(Character::isISOControl)) {
            throw new IllegalArgumentException("a token's name has 1 to " + LONGEST_NAME + " characters");
        }
        if (scopes.isEmpty()) {
            throw new IllegalArgumentException("a token without a scope is good for nothing");
        }
        if (byHash.size() >= MOST) {
            throw new IllegalArgumentException("there are " + MOST + " tokens: remove some that nobody uses");
        }
        String secret = PREFIX + Secrets.token();
        String hash = Secrets.hash(secret);
        Token token = new Token(hash.substring(0, 12), name, user, EnumSet.copyOf(scopes), now, now);
        database.write(transaction -> transaction.update(
                "INSERT INTO tokens (id, name, user, scopes, secret, made, used) VALUES (?, ?, ?, ?, ?, ?, ?)",
                token.id(),
                name,
                user,
                scopes.stream().map(Scope::word).collect(Collectors.joining(" ")),
                hash,
                now.toEpochMilli(),
                now.toEpochMilli()));
        byHash.put(hash, new Entry(token));
        return new Made(token, secret);
    }

    /** The token with this secret, which is used by this. */
    Optional<Token> use(String secret, long now) {
        Entry entry = byHash.get(Secrets.hash(secret));
        if (entry == null) {
            return Optional.empty();
        }
        entry.used = Math.max(entry.used, now);
        return Optional.of(entry.token);
    }

    boolean isThere(String id) {
        return byHash.values().stream().anyMatch(entry -> entry.token.id().equals(id));
    }

    /** Removes one; false when there is none. */
    boolean remove(String id) {
        database.write(transaction -> transaction.update("DELETE FROM tokens WHERE id = ?", id));
        return byHash.values().removeIf(entry -> entry.token.id().equals(id));
    }

    /** Forgets those of a user who was removed; the database has forgotten them. */
    void forget(String user) {
        byHash.values().removeIf(entry -> entry.token.user().equals(user));
    }

    /** Writes down when they were used last; each minute or so. */
    void sweep() {
        List<Entry> used = new ArrayList<>(byHash.values());
        used.removeIf(entry -> entry.used <= entry.saved);
        if (!used.isEmpty()) {
            database.write(transaction -> {
                for (Entry entry : used) {
                    long until = entry.used;
                    transaction.update("UPDATE tokens SET used = ? WHERE id = ?", until, entry.token.id());
                    entry.saved = until;
                }
            });
        }
    }
}
