package netseat.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import netseat.state.Database;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Users, sessions, tokens, links and limits, with a clock of the test's; over HTTP they are AccessTest's in e2e. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class AccessTest {
    private static final String PASSWORD = "correct horse battery";
    private static final String HERE = "192.0.2.1";
    private static final String ISSUER = "https://login.example";

    @TempDir
    private Path folder;

    private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    private final InstantSource clock = now::get;

    @SuppressWarnings("NullAway.Init")
    private Database database;

    @SuppressWarnings("NullAway.Init")
    private Access access;

    @BeforeEach
    void open() {
        database = Database.open(folder);
        access = new Access(database, clock);
        access.firstStart();
        access.addUser(new User("olga", Role.OPERATOR, NameList.ALL, NameList.ALL), PASSWORD);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void pass(Duration time) {
        now.updateAndGet(instant -> instant.plus(time));
    }

    private String logIn() {
        LogIn outcome = access.logIn("olga", PASSWORD, HERE);
        assertThat(outcome).isInstanceOf(LogIn.Done.class);
        return ((LogIn.Done) outcome).secret();
    }

    @Test
    void aSessionEndsWhenItIsIdleOrOldAndIsThereAfterARestart() {
        String secret = logIn();
        for (int i = 0; i < 14; i++) {
            pass(Sessions.IDLE.minusMinutes(1));
            assertThat(access.inSession(secret)).as("in use").isPresent();
            access.sweep();
            access = new Access(database, clock);
        }
        pass(Sessions.IDLE.minusMinutes(1));
        assertThat(access.inSession(secret)).as("older than the longest").isEmpty();
        String idle = logIn();
        pass(Sessions.IDLE.plusMinutes(1));
        assertThat(access.inSession(idle)).isEmpty();
        access.sweep();
        long kept = database.<Long>read(transaction -> transaction
                .first("SELECT count(*) AS n FROM sessions", row -> row.number("n"))
                .orElse(0L));
        assertThat(kept).isZero();
    }

    @Test
    void aLinkLogsInOnceAndForTenMinutes() {
        String link = access.loginLink("olga");
        assertThat(access.logInByLink(link, HERE)).isInstanceOf(LogIn.Done.class);
        assertThat(access.logInByLink(link, HERE)).isInstanceOf(LogIn.Refused.class);
        String late = access.loginLink("olga");
        pass(LoginLinks.LIFE.plusSeconds(1));
        assertThat(access.logInByLink(late, HERE)).isInstanceOf(LogIn.Refused.class);
    }

    @Test
    void aTokenDoesNoMoreThanItsScopesAndItsUsersRole() {
        Tokens.Made made = access.makeToken("job", "olga", EnumSet.of(Scope.READ, Scope.ADMIN));
        Caller caller = access.byToken(made.secret()).orElseThrow();
        assertThat(caller.may(Permission.PLUG)).isTrue();
        assertThat(caller.may(Permission.ADMIN)).as("an operator's").isFalse();
        Caller reads = access.byToken(
                        access.makeToken("r", "olga", EnumSet.of(Scope.READ)).secret())
                .orElseThrow();
        assertThat(reads.may(Permission.READ)).isTrue();
        assertThat(reads.may(Permission.PLUG)).isFalse();
        access = new Access(database, clock);
        assertThat(access.byToken(made.secret())).as("after a restart").isPresent();
        access.removeUser("olga");
        assertThat(access.byToken(made.secret())).isEmpty();
        assertThat(access.isStillIn(caller)).isFalse();
    }

    @Test
    void thereIsAlwaysAnAdministrator() {
        assertThatThrownBy(() -> access.removeUser(Access.FIRST_USER)).isInstanceOf(IllegalStateException.class);
        Caller local = access.byToken(access.localToken()).orElseThrow();
        User less = new User(Access.FIRST_USER, Role.VIEWER, NameList.ALL, NameList.ALL);
        assertThatThrownBy(() -> access.changeUser(less, null, local)).isInstanceOf(IllegalStateException.class);
        access.addUser(new User("other", Role.ADMINISTRATOR, NameList.ALL, NameList.ALL), null);
        assertThat(access.removeUser(Access.FIRST_USER)).isTrue();
        assertThat(access.administrator()).isEqualTo("other");
        assertThat(access.logIn("other", "", HERE)).as("without a password").isInstanceOf(LogIn.Refused.class);
    }

    @Test
    void whoGuessesIsSentAwayForAWhileAndNobodyElse() {
        int looked = 0;
        for (int i = 0; i < 30; i++) {
            looked += access.logIn("olga", "wrong", HERE) instanceof LogIn.Refused ? 1 : 0;
        }
        assertThat(looked).isEqualTo(10);
        assertThat(access.logIn("olga", PASSWORD, HERE)).isInstanceOf(LogIn.Later.class);
        assertThat(access.logIn("olga", PASSWORD, "192.0.2.2")).isInstanceOf(LogIn.Done.class);
        pass(Duration.ofSeconds(6));
        assertThat(access.logIn("olga", PASSWORD, HERE)).isInstanceOf(LogIn.Done.class);
    }

    @Test
    void theLimitForgetsWhoWasSilentLongest() {
        TryLimit limit = new TryLimit(1, 1_000);
        assertThat(limit.take("first", 0)).isTrue();
        assertThat(limit.take("first", 0)).isFalse();
        for (int i = 0; i < 5_000; i++) {
            limit.take("other " + i, 0);
        }
        assertThat(limit.take("first", 0)).as("forgotten").isTrue();
        assertThat(TryLimit.network("2001:db8:1:2:3:4:5:6")).isEqualTo("2001:db8:1:2");
    }

    @Test
    void passwordsAreHashedOneAtATimeAndFewWait() throws InterruptedException {
        HashingDesk desk = new HashingDesk(2);
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            threads.execute(() -> desk.hash(() -> {
                inside.countDown();
                try {
                    return leave.await(30, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    return false;
                }
            }));
            assertThat(inside.await(30, TimeUnit.SECONDS)).isTrue();
            CountDownLatch second = new CountDownLatch(1);
            threads.execute(() -> {
                desk.hash(() -> true);
                second.countDown();
            });
            Awaitility.await("two are here").atMost(Duration.ofSeconds(30)).until(() -> desk.waiting() == 2);
            Optional<Boolean> third = desk.hash(() -> true);
            assertThat(third).isEmpty();
            leave.countDown();
            assertThat(second.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void aHashIsRightForItsPasswordAloneAndBounded() {
        PasswordHash hash = PasswordHash.of(PASSWORD);
        PasswordHash read = PasswordHash.parse(hash.written()).orElseThrow();
        assertThat(read.is(PASSWORD)).isTrue();
        assertThat(read.is(PASSWORD + " ")).isFalse();
        assertThat(PasswordHash.of(PASSWORD).written()).as("salted").isNotEqualTo(hash.written());
        // Of the reference implementation's command line: echo -n password | argon2 somesalt -id -t 2 -k 65536 -p 1 -l
        // 24
        assertThat(PasswordHash.parse(
                                "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc")
                        .orElseThrow()
                        .is("password"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "password",
                "$argon2id$v=19$m=9999999,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2i$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc",
                "$argon2id$v=19$m=8,t=2,p=9$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
            })
    void whatIsNoHashOrCostsTooMuchIsNone(String written) {
        assertThat(PasswordHash.parse(written)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "lab-*, lab-1, true",
        "lab-*, lab-, true",
        "lab-*, lob-1, false",
        "*, anything, true",
        "a*b*c, a1b2b3c, true",
        "a*b*c, a1b2b3, false",
        "desk, desk 2, false",
        "*a, aaaaaaaaaaaaaaaaaaaaaaaaab, false"
    })
    void aStarStandsForAnything(String pattern, String name, boolean has) {
        assertThat(new NameList(List.of(pattern)).has(name)).isEqualTo(has);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "local", "a b", "a/b", "<b>", "-a", "ä"})
    void aNameThatCouldBeSomethingElseIsNone(String name) {
        assertThatIllegalArgumentException().isThrownBy(() -> new User(name, Role.VIEWER, NameList.ALL, NameList.ALL));
    }

    @Test
    void theLogKeepsTheLastDeedsWhateverStrangersTry() {
        for (int i = 0; i < 40; i++) {
            access.audit().add("olga", HERE, "seat.plug", "seat " + i, null, "{}");
        }
        List<AuditEntry> page = access.audit().before(Long.MAX_VALUE, 10);
        assertThat(page)
                .extracting(AuditEntry::on)
                .startsWith("seat 39", "seat 38")
                .hasSize(10);
        List<AuditEntry> after = access.audit().after(page.getLast().id());
        assertThat(after).extracting(AuditEntry::on).hasSize(9).startsWith("seat 31");
    }

    @Test
    void whoeverHasAPasswordChangesItForTheOldOne() {
        String secret = logIn();
        String other = logIn();
        Caller olga = access.inSession(secret).orElseThrow();
        String next = "another long password";
        assertThat(access.changePassword(olga, "wrong password", next, HERE)).isEqualTo(PasswordChange.WRONG);
        assertThat(access.changePassword(olga, "x".repeat(1000), next, HERE)).isEqualTo(PasswordChange.WRONG);
        assertThatIllegalArgumentException().isThrownBy(() -> access.changePassword(olga, PASSWORD, "short", HERE));
        assertThat(access.isStillIn(access.inSession(other).orElseThrow())).isTrue();
        assertThat(access.changePassword(olga, PASSWORD, next, HERE)).isEqualTo(PasswordChange.DONE);
        assertThat(access.inSession(secret)).as("the one that asked").isPresent();
        assertThat(access.inSession(other)).as("the others").isEmpty();
        assertThat(access.logIn("olga", PASSWORD, HERE)).isInstanceOf(LogIn.Refused.class);
        assertThat(access.logIn("olga", next, HERE)).isInstanceOf(LogIn.Done.class);
        assertThat(access.audit().before(Long.MAX_VALUE, 20))
                .anySatisfy(
                        entry -> assertThat(entry.what() + ' ' + entry.on()).isEqualTo("session.password user olga"))
                .allSatisfy(entry -> assertThat(entry.toString()).doesNotContain(next, PASSWORD));
        assertThatThrownBy(() -> access.changePassword(Caller.local(), "", next, HERE))
                .hasMessageContaining("without a password");
    }

    @Test
    void whoeverGuessesTheOldPasswordIsSlowedDownAsAtTheLogIn() {
        Caller olga = access.inSession(logIn()).orElseThrow();
        int looked = 0;
        while (access.changePassword(olga, "wrong password", "another long password", HERE) == PasswordChange.WRONG) {
            looked++;
            assertThat(looked).isLessThan(20);
        }
        assertThat(access.logIn("olga", PASSWORD, HERE))
                .as("together with log-ins")
                .isInstanceOf(LogIn.Later.class);
    }

    @Test
    void theLogIsSearchedAsAWholeForEachOfTheWords() {
        access.audit().add("olga", HERE, "seat.plug", "seat needle", null, "{\"vm\": \"50%_off\"}");
        database.write(in -> in.update("""
                WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 25000)
                INSERT INTO audit (at, who, address, what, thing) SELECT '2026-01-02T00:00:00Z', 'hay', '', 'x', i FROM n"""));
        access.audit().add("olga", HERE, "seat.unplug", "seat needle", null, null);
        assertThat(found("NEEDLE")).containsExactly("seat.unplug", "seat.plug");
        assertThat(found("olga", "0%_o")).containsExactly("seat.plug");
        assertThat(found("olga", "x")).isEmpty();
        List<AuditEntry> page = access.audit().find(List.of("hay"), Long.MAX_VALUE, 1_000);
        assertThat(page).hasSize(1_000).extracting(AuditEntry::on).startsWith("25000", "24999");
        assertThat(access.audit().find(List.of("hay"), page.getLast().id(), 2))
                .extracting(AuditEntry::on)
                .containsExactly("24000", "23999");
        assertThatIllegalArgumentException().isThrownBy(() -> found("1", "2", "3", "4", "5", "6", "7", "8", "9"));
    }

    private List<String> found(String... words) {
        return access.audit().find(List.of(words), Long.MAX_VALUE, 10).stream()
                .map(AuditEntry::what)
                .toList();
    }

    private static ProvedPerson person(String subject, String name, String email, String... groups) {
        return new ProvedPerson(ISSUER, subject, name, Optional.of(email), Set.of(groups));
    }

    private static ProviderRules rules(Role lab) {
        Map<String, Grant> groups = new LinkedHashMap<>();
        groups.put("boss", new Grant(Role.ADMINISTRATOR, NameList.ALL, NameList.ALL));
        groups.put("lab", new Grant(lab, new NameList(List.of("a")), NameList.ALL));
        return new ProviderRules(
                ISSUER, Map.of("Vera@Example.org", new Grant(Role.VIEWER, NameList.ALL, NameList.ALL)), groups);
    }

    private User let(ProvedPerson person, ProviderRules rules) {
        LogIn outcome = access.logIn(person, rules, HERE);
        assertThat(outcome).isInstanceOf(LogIn.Done.class);
        LogIn.Done done = (LogIn.Done) outcome;
        assertThat(access.inSession(done.secret()).map(Caller::name))
                .contains(done.user().name());
        return done.user();
    }

    @Test
    void whoComesByAProviderIsWhatTheFirstRuleSaysAndNobodyElseComes() {
        ProviderRules rules = rules(Role.USER);
        assertThat(let(person("1", "vera", "vera@example.org", "boss"), rules).role())
                .as("an address goes before groups")
                .isEqualTo(Role.VIEWER);
        assertThat(let(person("2", "Bo Boss", "b@example.org", "lab", "boss"), rules))
                .isEqualTo(new User("Bo-Boss", Role.ADMINISTRATOR, NameList.ALL, NameList.ALL));
        assertThat(let(person("2", "another name", "b@example.org", "lab"), rules))
                .as("known by the subject alone")
                .isEqualTo(new User("Bo-Boss", Role.USER, new NameList(List.of("a")), NameList.ALL));
        assertThat(access.logIn(person("3", "eve", "e@example.org", "labs"), rules, HERE))
                .isInstanceOf(LogIn.Refused.class);
        assertThat(access.logIn(
                        new ProvedPerson("https://elsewhere.example", "1", "v", Optional.empty(), Set.of("boss")),
                        rules,
                        HERE))
                .isInstanceOf(LogIn.Refused.class);
        assertThat(access.audit().before(Long.MAX_VALUE, 10))
                .anySatisfy(entry -> assertThat(entry.on()).isEqualTo("provider " + ISSUER + " by group boss"))
                .anySatisfy(entry -> assertThat(entry.who()).isEqualTo("eve"));
        assertThat(access.users().find("eve")).isEmpty();
    }

    @Test
    void aNameThatIsThereIsNeverTakenOver() {
        ProvedPerson admin = person("1", Access.FIRST_USER, "a@example.org", "boss");
        assertThatThrownBy(() -> access.logIn(admin, rules(Role.USER), HERE)).hasMessageContaining("already");
        let(person("2", "bo", "b@example.org", "boss"), rules(Role.USER));
        assertThatThrownBy(() -> access.removeUser(Access.FIRST_USER))
                .as("one is left who needs no provider")
                .hasMessageContaining("no administrator");
        assertThat(access.administrator()).isEqualTo(Access.FIRST_USER);
        User own = new User("bo", Role.VIEWER, NameList.ALL, NameList.ALL);
        assertThatThrownBy(() -> access.changeUser(own, PASSWORD, Caller.local()))
                .hasMessageContaining("comes from " + ISSUER);
        assertThatThrownBy(() -> access.addUser(own, PASSWORD)).hasMessageContaining("already");
        assertThat(access.logIn("bo", PASSWORD, HERE)).isInstanceOf(LogIn.Refused.class);
    }

    @Test
    void whoeverNoRuleNamesAnyMoreIsRemovedWithAllThatIsTheirs() {
        ProvedPerson lab = person("1", "lara", "l@example.org", "lab");
        let(lab, rules(Role.USER));
        String secret = ((LogIn.Done) access.logIn(lab, rules(Role.USER), HERE)).secret();
        String token = access.makeToken("t", "lara", EnumSet.of(Scope.READ)).secret();
        access = new Access(database, clock);
        assertThat(access.become(Optional.of(rules(Role.USER)))).isEmpty();
        assertThat(access.become(Optional.of(rules(Role.OPERATOR)))).containsExactly("lara");
        assertThat(access.inSession(secret).map(Caller::role)).contains(Role.OPERATOR);
        assertThat(access.byToken(token)).isPresent();
        assertThat(access.become(Optional.empty())).containsExactly("lara");
        assertThat(access.inSession(secret)).isEmpty();
        assertThat(access.byToken(token)).isEmpty();
        let(lab, rules(Role.USER));
        ProvedPerson gone = person("1", "lara", "l@example.org", "staff");
        assertThat(access.logIn(gone, rules(Role.USER), HERE)).isInstanceOf(LogIn.Refused.class);
        assertThat(access.users().find("lara")).isEmpty();
    }
}
