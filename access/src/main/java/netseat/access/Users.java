package netseat.access;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import netseat.state.Database;
import netseat.state.Row;
import netseat.state.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * The users, in memory for whoever asks and in the database for the next start. Asking is for any thread; changing waits for the
 * disk.
 */
public final class Users {
    private static final String SEPARATOR = "\n";

    private final Database database;
    private final Map<String, Entry> all = new ConcurrentSkipListMap<>();

    /**
     * By what a provider knows a user.
     *
     * @param rule the name of the {@link ProviderRules.Rule} that let them in
     */
    record Proof(String issuer, String subject, String rule) {}

    private record Entry(
            User user,
            @Nullable PasswordHash password,
            @Nullable Proof proof) {}

    Users(Database database) {
        this.database = database;
        List<Entry> saved = database.read(transaction -> transaction.list(
                "SELECT name, role, seats, vms, password, issuer, subject, rule FROM users", Users::entry));
        saved.forEach(entry -> all.put(entry.user().name(), entry));
    }

    private static Entry entry(Row row) throws SQLException {
        String role = row.text("role");
        User user = new User(
                row.text("name"),
                Role.of(role).orElseThrow(() -> new IllegalStateException("no such role: " + role)),
                list(row.text("seats")),
                list(row.text("vms")));
        Optional<Proof> proof = row.optionalText("issuer").isEmpty()
                ? Optional.empty()
                : Optional.of(new Proof(row.text("issuer"), row.text("subject"), row.text("rule")));
        return new Entry(
                user, row.optionalText("password").flatMap(PasswordHash::parse).orElse(null), proof.orElse(null));
    }

    private static NameList list(String text) {
        return text.isEmpty() ? NameList.NONE : new NameList(List.of(text.split(SEPARATOR, -1)));
    }

    private static String text(NameList list) {
        return String.join(SEPARATOR, list.patterns());
    }

    /** Every user, by name. */
    public List<User> all() {
        return all.values().stream().map(Entry::user).toList();
    }

    /** The one of this name. */
    public Optional<User> find(String name) {
        return Optional.ofNullable(all.get(name)).map(Entry::user);
    }

    /** The provider that a user comes from; empty for one of the controller's own. */
    public Optional<String> issuer(String name) {
        return proof(name).map(Proof::issuer);
    }

    Optional<Proof> proof(String name) {
        return Optional.ofNullable(all.get(name)).map(Entry::proof);
    }

    /** The one whom a provider knows by this. */
    Optional<User> find(String issuer, String subject) {
        return all.values().stream()
                .filter(entry -> entry.proof() != null
                        && entry.proof().issuer().equals(issuer)
                        && entry.proof().subject().equals(subject))
                .map(Entry::user)
                .findFirst();
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /** Whether this one can log in by a password. */
    public boolean hasPassword(String name) {
        return password(name).isPresent();
    }

    Optional<PasswordHash> password(String name) {
        return Optional.ofNullable(all.get(name)).map(Entry::password);
    }

    /** Adds a user of the controller's own, or changes all but the password of one. */
    synchronized void put(User user, @Nullable PasswordHash password) {
        Entry before = all.get(user.name());
        if (before != null && before.user().role() == Role.ADMINISTRATOR && user.role() != Role.ADMINISTRATOR) {
            keepAnAdministrator(user.name());
        }
        PasswordHash kept = password != null || before == null ? password : before.password();
        write(new Entry(user, kept, null));
    }

    /** Gives one of the controller's own another password; false when there is none of this name any more. */
    synchronized boolean password(String name, PasswordHash password) {
        Entry before = all.get(name);
        if (before == null) {
            return false;
        }
        write(new Entry(before.user(), password, before.proof()));
        return true;
    }

    /** Adds or changes one who comes from a provider. */
    synchronized void put(User user, Proof proof) {
        write(new Entry(user, null, proof));
    }

    private void write(Entry entry) {
        database.write(transaction -> insert(transaction, entry));
        all.put(entry.user().name(), entry);
    }

    private static void insert(Transaction transaction, Entry entry) throws SQLException {
        User user = entry.user();
        PasswordHash password = entry.password();
        Proof proof = entry.proof();
        transaction.update(
                "INSERT INTO users (name, role, seats, vms, password, issuer, subject, rule) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
                        + " ON CONFLICT (name) DO UPDATE SET role = excluded.role, seats = excluded.seats,"
                        + " vms = excluded.vms, password = excluded.password, issuer = excluded.issuer,"
                        + " subject = excluded.subject, rule = excluded.rule",
                user.name(),
                user.role().word(),
                text(user.seats()),
                text(user.vms()),
                password == null ? null : password.written(),
                proof == null ? null : proof.issuer(),
                proof == null ? null : proof.subject(),
                proof == null ? null : proof.rule());
    }

    /** Removes one, with sessions and tokens; false when there is none of this name. */
    synchronized boolean remove(String name) {
        if (!all.containsKey(name)) {
            return false;
        }
        if (proof(name).isEmpty()) {
            keepAnAdministrator(name);
        }
        database.write(transaction -> transaction.update("DELETE FROM users WHERE name = ?", name));
        all.remove(name);
        return true;
    }

    /** One who can log in whatever becomes of any provider. */
    private void keepAnAdministrator(String without) {
        boolean none = all.values().stream()
                .noneMatch(entry -> entry.proof() == null
                        && entry.user().role() == Role.ADMINISTRATOR
                        && !entry.user().name().equals(without));
        if (none) {
            throw new IllegalStateException("there would be no administrator any more: make another one first");
        }
    }
}
