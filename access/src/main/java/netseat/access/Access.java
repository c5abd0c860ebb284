package netseat.access;

import java.time.InstantSource;
import java.util.ArrayList;
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
                .filter(this::isOwnAdministrator)
                .or(() -> users.all().stream().filter(this::isOwnAdministrator).findFirst())
                .orElseThrow(() -> new IllegalStateException("there is always an administrator"))
                .name();
    }

    private boolean isOwnAdministrator(User user) {
        return user.role() == Role.ADMINISTRATOR && users.issuer(user.name()).isEmpty();
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
        refuse(name, from, "");
        return new LogIn.Refused();
    }

    private void refuse(String name, String from, String on) {
        if (failures.take("", clock.millis())) {
            audit.add(printable(name), from, AuditLog.FAILURE, on, null, null);
        }
    }

    /** Whether somebody there may begin to log in by a provider, which counts as a try until it has come to a good end. */
    public boolean mayBegin(String from) {
        return byAddress.take(TryLimit.network(from), clock.millis());
    }

    /** Writes down that somebody came from this provider who was not proved by that. */
    public void refused(String issuer, String from) {
        refuse("nobody", from, "provider " + issuer);
    }

    /**
     * Logs in somebody whom a provider has proved. Whoever came that way before, and is let in by no rule any more, is removed.
     *
     * @throws IllegalStateException with words for whoever asked, when there is a user of that name who comes another way
     */
    public synchronized LogIn logIn(ProvedPerson person, ProviderRules rules, String from) {
        String provider = "provider " + person.issuer();
        Optional<User> known = users.find(person.issuer(), person.subject());
        Optional<ProviderRules.Rule> rule = rules.of(person);
        if (rule.isEmpty()) {
            known.ifPresent(user -> forget(user, from, provider));
            refuse(person.name(), from, provider);
            return new LogIn.Refused();
        }
        String name = known.map(User::name).orElseGet(() -> User.nameLike(person.name()));
        if (known.isEmpty() && users.find(name).isPresent()) {
            refuse(person.name(), from, provider);
            throw new IllegalStateException("there is a user named " + name + " already, who does not come from there");
        }
        User user = rule.get().user(name);
        users.put(
                user,
                new Users.Proof(person.issuer(), person.subject(), rule.get().name()));
        if (known.isPresent() && !known.get().equals(user)) {
            changed();
        }
        byAddress.forgive(TryLimit.network(from));
        return let(user, from, provider + " by " + rule.get().name());
    }

    /**
     * Goes by these rules for everybody who has come by a provider: whoever was let in by one that is there no more is removed, and
     * what they hold open ends; of the others, role and lists become as it says now.
     *
     * @param rules empty when there is no provider any more
     * @return whom that has changed or removed
     */
    public synchronized List<String> become(Optional<ProviderRules> rules) {
        List<String> changed = new ArrayList<>();
        for (User user : users.all()) {
            Optional<Users.Proof> proof = users.proof(user.name());
            if (proof.isPresent()) {
                Optional<User> now = rules.filter(
                                each -> each.issuer().equals(proof.get().issuer()))
                        .flatMap(each -> each.named(proof.get().rule()))
                        .map(rule -> rule.user(user.name()));
                if (now.isEmpty()) {
                    forget(user, "", "provider " + proof.get().issuer());
                    changed.add(user.name());
                } else if (!now.get().equals(user)) {
                    users.put(now.get(), proof.get());
                    audit.add("configuration", "", "user.change", "user " + user.name(), null, null);
                    changed.add(user.name());
                }
            }
        }
        changed();
        return changed;
    }

    private void forget(User user, String from, String by) {
        removeUser(user.name());
        audit.add(by, from, "user.remove", "user " + user.name(), null, null);
    }

    /** What a stranger called himself, for people who read the log. */
    private static String printable(String name) {
        String shown = name.length() <= 64 ? name : name.substring(0, 64) + '…';
        return shown.replaceAll("[\\p{Cntrl}\\p{Cf}]", "?");
    }

    private LogIn let(User user, String from) {
        return let(user, from, "");
    }

    private LogIn let(User user, String from, String by) {
        String secret = sessions.open(user.name(), clock.millis());
        audit.add(user.name(), from, "session.open", by, null, null);
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
        users.issuer(user.name()).ifPresent(issuer -> {
            throw new IllegalStateException(
                    user.name() + " comes from " + issuer + ": the configuration's [openid] says as what");
        });
        users.put(user, password == null ? null : hash(password));
        if (password != null) {
            sessions.closeAll(user.name(), by.key());
            links.forget(user.name());
        }
        changed();
        return true;
    }

    /**
     * Gives whoever asks another password, for the one they have. All other sessions of theirs end. It counts as a log-in where
     * tries are counted.
     *
     * @param from the network address
     * @throws IllegalArgumentException with words for whoever asked, when the new one cannot be a password
     * @throws IllegalStateException the same, when they have none, or too many are hashed at this moment
     */
    public PasswordChange changePassword(Caller by, String old, String next, String from) {
        String name = by.name();
        if (!users.hasPassword(name)) {
            throw new IllegalStateException(name + " logs in without a password, so there is none to change");
        }
        checkLength(next);
        String network = TryLimit.network(from);
        if (!byAddress.take(network, clock.millis()) || !byName.take(name, clock.millis())) {
            return PasswordChange.LATER;
        }
        Optional<Boolean> right =
                old.length() > LONGEST_PASSWORD ? Optional.of(false) : hashing.hash(() -> isRight(name, old));
        if (right.isEmpty()) {
            return PasswordChange.LATER;
        }
        if (!right.get() || !users.password(name, hash(next))) {
            refuse(by.who(), from, "password of user " + name);
            return PasswordChange.WRONG;
        }
        byAddress.forgive(network);
        byName.forgive(name);
        sessions.closeAll(name, by.key());
        links.forget(name);
        audit.add(by.who(), from, "session.password", "user " + name, null, null);
        changed();
        return PasswordChange.DONE;
    }

    private static void checkLength(String password) {
        if (password.length() < SHORTEST_PASSWORD || password.length() > LONGEST_PASSWORD) {
            throw new IllegalArgumentException(
                    "a password has " + SHORTEST_PASSWORD + " to " + LONGEST_PASSWORD + " characters");
        }
    }

    private PasswordHash hash(String password) {
        checkLength(password);
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
