package netseat.configuration;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import netseat.access.Grant;
import netseat.access.NameList;
import netseat.access.ProviderRules;
import netseat.access.Role;

/** The table {@code [openid]}: a provider, and who comes in by it. */
final class OpenIdReader {
    private static final String SECRET = "client-secret";
    private static final String SECRET_FILE = "client-secret-file";
    private static final Set<String> KEYS =
            Set.of("issuer", "client-id", SECRET_FILE, "name", "claim", "scopes", "email", "group");

    private static final int LONGEST_NAME = 40;
    private static final List<String> USUAL_SCOPES = List.of("profile", "email");
    private static final Pattern SCOPE = Pattern.compile("[\\x21\\x23-\\x5B\\x5D-\\x7E]{1,100}");
    private static final Pattern ISSUER = Pattern.compile(
            "(https://[A-Za-z0-9.\\[\\]:-]+|http://(localhost|127(\\.\\d{1,3}){3}|\\[::1\\])(:\\d{1,5})?)(/[A-Za-z0-9._~/-]*)?");
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]{1,64}@[^@\\s]{1,190}");

    private OpenIdReader() {}

    /** What it says; empty when something that it needs is wrong. */
    static Optional<Declaration.OpenId> read(Table table, UnaryOperator<Path> resolve) {
        if (table.has(SECRET)) {
            table.fault(
                    SECRET,
                    "a secret does not stand here: put it into a file of mode 600, and its name under " + SECRET_FILE);
        }
        Set<String> known = new HashSet<>(KEYS);
        known.addAll(table.has(SECRET) ? Set.of(SECRET) : Set.of());
        table.knows(known);
        Optional<URI> issuer = needed(table, "issuer").flatMap(text -> issuer(table, text));
        Optional<String> client = needed(table, "client-id");
        Optional<Path> secret =
                needed(table, SECRET_FILE).flatMap(text -> path(table, text)).map(resolve);
        Optional<String> name = table.text("name").or(() -> issuer.map(URI::getHost));
        name.filter(text -> text.isBlank() || text.length() > LONGEST_NAME)
                .ifPresent(text -> table.fault("name", "name has 1 to " + LONGEST_NAME + " characters"));
        List<String> scopes = table.has("scopes") ? table.texts("scopes") : USUAL_SCOPES;
        scopes.stream()
                .filter(scope -> !SCOPE.matcher(scope).matches())
                .forEach(scope -> table.fault("scopes", "\"" + scope + "\" is no scope, such as groups"));
        Map<String, Grant> emails = grants(table, "email");
        table.table("email").tables().stream()
                .filter(each -> !EMAIL.matcher(each.getKey()).matches())
                .forEach(each -> each.getValue().fault("this is no e-mail address"));
        Map<String, Grant> groups = grants(table, "group");
        if (!table.has("email") && !table.has("group")) {
            table.fault("nobody comes in: add a table [openid.group.NAME] or [openid.email.\"ADDRESS\"] with a role");
        }
        if (issuer.isEmpty() || client.isEmpty() || secret.isEmpty() || name.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new Declaration.OpenId(
                name.get(),
                client.get(),
                secret.get(),
                table.text("claim").orElse("groups"),
                List.copyOf(scopes),
                new ProviderRules(issuer.get().toString(), emails, groups)));
    }

    private static Optional<String> needed(Table table, String key) {
        Optional<String> text = table.text(key);
        if (!table.has(key)) {
            table.fault("openid needs " + key);
        } else if (text.filter(String::isBlank).isPresent()) {
            table.fault(key, key + " must not be empty");
        }
        return text.filter(value -> !value.isBlank());
    }

    private static Optional<Path> path(Table table, String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (IllegalArgumentException e) {
            table.fault(SECRET_FILE, SECRET_FILE + " names no file: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** Without TLS only from this host to itself: the provider's answers would be anybody's. */
    private static Optional<URI> issuer(Table table, String text) {
        try {
            URI uri = new URI(text);
            if (ISSUER.matcher(text).matches() && uri.getHost() != null) {
                return Optional.of(uri);
            }
        } catch (URISyntaxException e) {
            // Said below, as everything that is no address.
        }
        table.fault(
                "issuer", "issuer must be the provider's own address, such as https://login.example.org/realms/desk");
        return Optional.empty();
    }

    private static Map<String, Grant> grants(Table table, String key) {
        Map<String, Grant> grants = new LinkedHashMap<>();
        for (Map.Entry<String, Table> each : table.table(key).tables()) {
            grant(each.getValue()).ifPresent(grant -> grants.put(each.getKey(), grant));
        }
        return grants;
    }

    private static Optional<Grant> grant(Table table) {
        table.knows(Set.of("role", "seats", "vms"));
        Optional<Role> role = table.choice("role", Role.class);
        if (!table.has("role")) {
            table.fault("a role is missing: administrator, operator, user or viewer");
        }
        try {
            NameList seats = list(table, "seats", role);
            NameList vms = list(table, "vms", role);
            return role.map(found -> new Grant(found, seats, vms));
        } catch (IllegalArgumentException e) {
            table.fault(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** Operators and viewers have everything unless a list says otherwise; a user has a seat by the list alone. */
    private static NameList list(Table table, String key, Optional<Role> role) {
        if (table.has(key)) {
            return new NameList(table.texts(key));
        }
        return role.filter(found -> found != Role.USER).isPresent() ? NameList.ALL : NameList.NONE;
    }
}
