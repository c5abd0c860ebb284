package netseat.access;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import netseat.state.Database;
import org.jspecify.annotations.Nullable;

/**
 * Who may come in, and who they are: the whole of this module for whoever serves requests. What only finds is for any thread,
 * an event loop included; what logs in, changes or ends something hashes or waits for the disk.
 */
public final class Access {
    /** The user that the first start makes. */
    public static final String FIRST_USER = "admin";

    /** The shortest password that a person may choose, in characters. */
    public static final int SHORTEST_PASSWORD = 10;

    private static final int LONGEST_PASSWORD = 256;

    /** A person who mistypes is not stopped; a program that guesses has 14,400 tries a day from one network. */
    private static final int ADDRESS_BURST = 10;

    private static final long ADDRESS_MILLIS = TimeUnit.SECONDS.toMillis(6);

    /** Looser than that of an address, for who guesses from many keeps the user out as well. */
    private static final int NAME_BURST = 20;

    private static final long NAME_MILLIS = TimeUnit.SECONDS.toMillis(3);

    /** So many failed log-ins are written down at once, and one more a second. */
    private static final int FAILURES_BURST = 60;

    private static final int HASHES_WAITING = 16;

    private final InstantSource clock;
    private final Users users;
    private final Sessions sessions;
    private final Tokens tokens;
    private final AuditLog audit;
    private final LoginLinks links = new LoginLinks();
    private final HashingDesk hashing = new HashingDesk(HASHES_WAITING);
    private final TryLimit byAddress = new TryLimit(ADDRESS_BURST, ADDRESS_MILLIS);
    private final TryLimit byName = new TryLimit(NAME_BURST, NAME_MILLIS);
    private final TryLimit failures = new TryLimit(FAILURES_BURST, TimeUnit.SECONDS.toMillis(1));
    private final String localToken = Secrets.token();
    private final String localHash = Secrets.hash(localToken);
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** Reads what the database has. */
    public Access(Database database) {
        this(database, InstantSource.system());
    }

    Access(Database database, InstantSource clock) {
        this.clock = clock;
        this.users = new Users(database);
        this.sessions = new Sessions(database);
        this.tokens = new Tokens(database);
        this.audit = new AuditLog(database, clock);
    }

    /** The users. */
    public Users users() {
        return users;
    }

    /** The tokens of the API. */
    public Tokens tokens() {
        return tokens;
    }

    /** The log of who did what. */
    public AuditLog audit() {
        return audit;
    }

    /** Calls the listener after somebody's rights have changed or ended, on an unnamed thread; it must not block. */
    public void onChange(Runnable listener) {
        listeners.add(listener);
    }

    private void changed() {
        listeners.forEach(Runnable::run);
    }

    /**
     * Makes the first administrator where there is no user yet.
     *
     * @return the password, which is nowhere else; empty when there are users
     */
    public Optional<String> firstStart() {
        if (!users.isEmpty()) {
            return Optional.empty();
        }
        String password = Secrets.password();
        User first = new User(FIRST_USER, Role.ADMINISTRATOR, NameList.ALL, NameList.ALL);
        users.put(first, PasswordHash.of(password));
        audit.add("first start", "", "user.add", "user " + FIRST_USER, null, null);
        return Optional.of(password);
    }

    /** The token of this start that whoever may read the controller's own files acts by. */
    public String localToken() {
        return localToken;
    }

    /** A secret that logs this user in once within {@link #linkSeconds}. */
    public String loginLink(String user) {
        return links.make(user, clock.millis());
    }

    /** How long a log-in link is good. */
    public static long linkSeconds() {
        return LoginLinks.LIFE.toSeconds();
    }

    /** An administrator, for a log-in link: the first user while there is one of that role. */
    public String administrator() {
        return users.find(FIRST_USER)
                .filter(user -> user.role() == Role.ADMINISTRATOR)
                .or(() -> users.all().stream()
                        .filter(user -> user.role() == Role.ADMINISTRATOR)
                        .findFirst())
                .orElseThrow(() -> new IllegalStateException("there is always an administrator"))
                .name();
    }

    /**
     * Logs in by a password.
     *
     * @param from the network address
     */
    public LogIn logIn(String name, String password, String from) {
        String network = TryLimit.network(from);
        if (!byAddress.take(network, clock.millis()) || !byName.take(name, clock.millis())) {
            return new LogIn.Later();
        }
        if (password.length() > LONGEST_PASSWORD) {
            return refuse(name, from);
        }
        Optional<Boolean> right = hashing.hash(() -> isRight(name, password));
        if (right.isEmpty()) {
            return new LogIn.Later();
        }
        Optional<User> user = users.find(name);
        if (!right.get() || user.isEmpty()) {
            return refuse(name, from);
        }
        byAddress.forgive(network);
        byName.forgive(name);
        return let(user.get(), from);
    }

    /** Whoever is not known, or has no password, costs the same time. */
    private boolean isRight(String name, String password) {
        Optional<PasswordHash> known = users.password(name);
        return known.isPresent() ? known.get().is(password) : PasswordHash.isNobodys(password);
    }

    /** Logs in by the secret of a link, which is used up by this. */
    public LogIn logInByLink(String secret, String from) {
        if (!byAddress.take(TryLimit.network(from), clock.millis())) {
            return new LogIn.Later();
        }
        Optional<User> user = links.use(secret, clock.millis()).flatMap(users::find);
        if (user.isEmpty()) {
            return refuse("link", from);
        }
        byAddress.forgive(TryLimit.network(from));
        return let(user.get(), from);
    }

    private LogIn refuse(String name, String from) {
        if (failures.take("", clock.millis())) {
            audit.add(printable(name), from, AuditLog.FAILURE, "", null, null);
        }
        return new LogIn.Refused();
    }

    /** What a stranger called himself, for people who read the log. */
    private static String printable(String name) {
        String shown = name.length() <= 64 ? name : name.substring(0, 64) + '…';
        return shown.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
    }

    private LogIn let(User user, String from) {
        String secret = sessions.open(user.name(), clock.millis());
        audit.add(user.name(), from, "session.open", "", null, null);
        return new LogIn.Done(secret, user);
    }

    /** Whoever has the session with this secret; empty when there is none or it is over. */
    public Optional<Caller> inSession(String secret) {
        return sessions.use(secret, clock.millis())
                .flatMap(users::find)
                .map(user -> Caller.inSession(user, Secrets.hash(secret)));
    }

    /** What a page has to say besides its cookie when it changes something; of a session's secret, which it does not tell. */
    public static String csrf(String secret) {
        return Secrets.hash("csrf " + secret);
    }

    /** Whether this is what {@link #csrf} makes of it. */
    public static boolean isCsrf(String secret, @Nullable String said) {
        return said != null && Secrets.same(csrf(secret), said);
    }

    /** Whoever acts by this token. */
    public Optional<Caller> byToken(String secret) {
        if (Secrets.same(Secrets.hash(secret), localHash)) {
            return Optional.of(Caller.local());
        }
        return tokens.use(secret, clock.millis())
                .flatMap(token -> users.find(token.user()).map(user -> Caller.byToken(user, token)));
    }

    /** Whether what let somebody in is still good: for what they hold open. Being in use keeps a session from becoming idle. */
    public boolean isStillIn(Caller caller) {
        if (caller.key().equals(Caller.LOCAL)) {
            return true;
        }
        sessions.touch(caller.key(), clock.millis());
        Optional<User> user = users.find(caller.name());
        boolean same = user.isPresent()
                && user.get().role() == caller.role()
                && user.get().seats().equals(caller.seats())
                && user.get().vms().equals(caller.vms());
        return same && (sessions.isOpen(caller.key(), clock.millis()) || tokens.isThere(caller.key()));
    }

    /** Ends the session by which somebody is in. */
    public void logOut(Caller caller, String from) {
        sessions.close(caller.key());
        audit.add(caller.who(), from, "session.close", "", null, null);
        changed();
    }

    /**
     * Adds a user.
     *
     * @param password null for one who logs in another way
     * @throws IllegalArgumentException with words for whoever asked
     * @throws IllegalStateException the same, when there is one of that name
     */
    public void addUser(User user, @Nullable String password) {
        if (users.find(user.name()).isPresent()) {
            throw new IllegalStateException("there is a user named " + user.name() + " already");
        }
        users.put(user, password == null ? null : hash(password));
        changed();
    }

    /**
     * Changes a user. With a new password all sessions of the user end, but the one of whoever changes it.
     *
     * @return whether there is one of this name
     * @throws IllegalArgumentException with words for whoever asked
     * @throws IllegalStateException the same, when there would be no administrator any more
     */
    public boolean changeUser(User user, @Nullable String password, Caller by) {
        if (users.find(user.name()).isEmpty()) {
            return false;
        }
        users.put(user, password == null ? null : hash(password));
        if (password != null) {
            sessions.closeAll(user.name(), by.key());
            links.forget(user.name());
        }
        changed();
        return true;
    }

    private PasswordHash hash(String password) {
        if (password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD) {
            throw new IllegalArgumentException(
                    "a password has " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD + " characters");
        }
        return hashing.hash(() -> PasswordHash.of(password))
                .orElseThrow(() -> new IllegalStateException("too many log in at this moment: try again"));
    }

    /**
     * Removes a user, with sessions and tokens.
     *
     * @return whether there was one
     * @throws IllegalStateException with words for whoever asked, when there would be no administrator any more
     */
    public boolean removeUser(String name) {
        if (!users.remove(name)) {
            return false;
        }
        sessions.closeAll(name, "");
        tokens.forget(name);
        links.forget(name);
        changed();
        return true;
    }

    /**
     * Makes a token.
     *
     * @param user whose it is to be
     * @throws IllegalArgumentException with words for whoever asked
     */
    public Tokens.Made makeToken(String name, String user, Set<Scope> scopes) {
        if (users.find(user).isEmpty()) {
            throw new IllegalArgumentException("there is no user named " + user);
        }
        return tokens.make(name, user, scopes, clock.instant());
    }

    /** Removes a token; whatever it holds open ends. False when there is none. */
    public boolean removeToken(String id) {
        boolean removed = tokens.remove(id);
        changed();
        return removed;
    }

    /** Forgets what is over; each minute or so. */
    public void sweep() {
        sessions.sweep(clock.millis());
        tokens.sweep();
        changed();
    }
}
