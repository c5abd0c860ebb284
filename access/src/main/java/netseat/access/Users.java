package netseat.access;

import java.sql.SQLException;
import java.util.ArrayList;
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

    private record Entry(User user, @Nullable PasswordHash password) {}

    Users(Database database) {
        this.database = database;
        List<Entry> saved = database.read(
                transaction -> transaction.list("SELECT name, role, seats, vms, password FROM users", Users::entry));
        saved.forEach(entry -> all.put(entry.user().name(), entry));
    }

    private static Entry entry(Row row) throws SQLException {
        String role = row.text("role");
        User user = new User(
                row.text("name"),
                Role.of(role).orElseThrow(() -> new IllegalStateException("no such role: " + role)),
                list(row.text("seats")),
                list(row.text("vms")));
        return new Entry(
                user, row.optionalText("password").flatMap(PasswordHash::parse).orElse(null));
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

    /** Adds a user, or changes all but the password of one. */
    synchronized void put(User user, @Nullable PasswordHash password) {
        Entry before = all.get(user.name());
        if (before != null && before.user().role() == Role.ADMINISTRATOR && user.role() != Role.ADMINISTRATOR) {
            keepAnAdministrator(user.name());
        }
        PasswordHash kept = password != null || before == null ? password : before.password();
        database.write(transaction -> insert(transaction, user, kept));
        all.put(user.name(), new Entry(user, kept));
    }

    private static void insert(Transaction transaction, User user, @Nullable PasswordHash password)
            throws SQLException {
        transaction.update(
                "INSERT INTO users (name, role, seats, vms, password) VALUES (?, ?, ?, ?, ?) ON CONFLICT (name) DO UPDATE"
                        + " SET role = excluded.role, seats = excluded.seats, vms = excluded.vms,"
                        + " password = excluded.password",
                user.name(),
                user.role().word(),
                text(user.seats()),
                text(user.vms()),
                password == null ? null : password.written());
    }

    /** Removes one, with sessions and tokens; false when there is none of this name. */
    synchronized boolean remove(String name) {
        if (!all.containsKey(name)) {
            return false;
        }
        keepAnAdministrator(name);
        database.write(transaction -> transaction.update("DELETE FROM users WHERE name = ?", name));
        all.remove(name);
        return true;
    }

    private void keepAnAdministrator(String without) {
        List<User> rest = new ArrayList<>(all());
        rest.removeIf(user -> user.name().equals(without) || user.role() != Role.ADMINISTRATOR);
        if (rest.isEmpty()) {
            throw new IllegalStateException("there would be no administrator any more: make another one first");
        }
    }
}
