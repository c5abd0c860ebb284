package netseat.server;

import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import netseat.access.Access;
import netseat.access.LogIn;
import netseat.access.ProvedPerson;
import netseat.configuration.Declaration;
import netseat.identity.PrivateFile;
import netseat.openid.OpenIdClient;
import netseat.openid.OpenIdException;
import netseat.openid.ProviderSettings;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log-in by a provider of OpenID Connect, where one is declared. A browser is sent to the provider, and comes back to the
 * log-in page: with a session, or with a word that the page knows and says in the person's language. Beginning and coming back
 * ask the provider, and run on the workers.
 */
final class OpenIdApi implements Reloadable {
    /** Where the provider is told to send browsers to, behind the controller's own address. */
    static final String BACK = "/login/openid/back";

    private static final Logger log = LoggerFactory.getLogger(OpenIdApi.class);
    private static final int SEE_OTHER = 303;
    private static final String MAIN_PAGE = "/";

    /** A path of our own: a second slash, or what browsers take for one, would lead to another host. */
    private static final Pattern OWN = Pattern.compile("/(?![/\\\\])[!-~&&[^\\\\]]{0,1000}");

    private static final String NONE = "There is no log-in by a provider here: the configuration has no [openid].";

    private final Access access;
    private final boolean tls;
    private volatile Optional<Live> live = Optional.empty();

    private record Live(Declaration.OpenId declared, OpenIdClient client) {}

    OpenIdApi(Access access, boolean tls) {
        this.access = access;
        this.tls = tls;
    }

    /**
     * Goes by what is declared at the start.
     *
     * @throws IOException when the client's secret cannot be read; the message says what to do
     */
    void begin(Declaration declaration) throws IOException {
        Optional<Declaration.OpenId> declared = declared(declaration);
        if (declared.isPresent()) {
            secret(declared.get().secretFile());
        }
        become(declared);
    }

    private static Optional<Declaration.OpenId> declared(Declaration declaration) {
        return declaration.openIds().stream().reduce((first, last) -> last);
    }

    private static String secret(Path file) throws IOException {
        try {
            String secret = PrivateFile.read(file).strip();
            if (secret.isEmpty()) {
                throw new IOException(file + " is empty: write the client's secret into it");
            }
            return secret;
        } catch (NoSuchFileException e) {
            throw new IOException("there is no " + file + ": write the client's secret into it, and chmod 600 it", e);
        }
    }

    private List<String> become(Optional<Declaration.OpenId> declared) {
        Optional<Live> before = live;
        live = declared.map(each -> new Live(
                each,
                new OpenIdClient(new ProviderSettings(
                        URI.create(each.rules().issuer()),
                        each.clientId(),
                        () -> secret(each.secretFile()),
                        each.claim(),
                        each.scopes()))));
        before.ifPresent(old -> old.client().close());
        return access.become(declared.map(Declaration.OpenId::rules));
    }

    @Override
    public List<String> reload(Declaration declaration) {
        Optional<Declaration.OpenId> next = declared(declaration);
        if (next.equals(live.map(Live::declared))) {
            return List.of();
        }
        List<String> said = new ArrayList<>();
        List<String> changed = become(next);
        said.add(next.map(each -> "people log in by " + each.rules().issuer())
                .orElse("nobody logs in by a provider any more"));
        if (!changed.isEmpty()) {
            said.add("the rights of " + String.join(", ", changed) + " have changed or ended");
        }
        if (next.isPresent()) {
            try {
                secret(next.get().secretFile());
            } catch (IOException e) {
                said.add("nobody can log in by it yet: " + e.getMessage());
            }
        }
        return said;
    }

    /** By what one can log in besides a password. */
    void ways(RoutingContext request) {
        JsonObject ways = new JsonObject();
        live.ifPresent(now -> ways.put("openid", now.declared().name()));
        HttpApi.json(request, ways.encode());
    }

    /** Sends a browser to the provider. */
    HttpApi.Answer begin(RoutingContext request) {
        Optional<Live> now = live;
        if (now.isEmpty()) {
            return HttpApi.failure(404, NONE);
        }
        String then = own(request.request().getParam("then"));
        if (!access.mayBegin(Callers.address(request))) {
            return toLogIn("later", then, List.of());
        }
        String host = host(request);
        try {
            OpenIdClient.Begun begun =
                    now.get().client().begin(URI.create((tls ? "https://" : "http://") + host + BACK), then);
            String cookie = BrowserCookie.PROVIDER.give(begun.cookie(), host, tls);
            return answer -> see(answer, begun.to().toString(), List.of(cookie));
        } catch (OpenIdException e) {
            log.warn("nobody can log in by {}: {}", now.get().declared().rules().issuer(), e.getMessage());
            return toLogIn(word(e.reason()), then, List.of());
        }
    }

    /** Takes a browser that comes back from the provider. */
    HttpApi.Answer back(RoutingContext request) {
        Optional<Live> now = live;
        if (now.isEmpty()) {
            return HttpApi.failure(404, NONE);
        }
        String host = host(request);
        String from = Callers.address(request);
        String used = BrowserCookie.PROVIDER.take(host, tls);
        Optional<OpenIdClient.Returned> returned = BrowserCookie.PROVIDER
                .of(request.request().getHeader("Cookie"), host, tls)
                .flatMap(now.get().client()::returned);
        if (returned.isEmpty()) {
            return toLogIn("stale", MAIN_PAGE, List.of(used));
        }
        String then = returned.get().then();
        String query = request.request().query();
        try {
            ProvedPerson person = returned.get().prove(query == null ? "" : query);
            return switch (access.logIn(person, now.get().declared().rules(), from)) {
                case LogIn.Done done ->
                    toLogIn("", then, List.of(BrowserCookie.SESSION.give(done.secret(), host, tls), used));
                case LogIn.Refused() -> toLogIn("unmapped", then, List.of(used));
                case LogIn.Later() -> toLogIn("later", then, List.of(used));
            };
        } catch (OpenIdException e) {
            log.warn("a log-in by {} from {}: {}", now.get().declared().rules().issuer(), from, e.getMessage());
            access.refused(now.get().declared().rules().issuer(), from);
            return toLogIn(word(e.reason()), then, List.of(used));
        } catch (IllegalStateException e) {
            log.warn("a log-in by {} from {}: {}", now.get().declared().rules().issuer(), from, e.getMessage());
            return toLogIn("taken", then, List.of(used));
        }
    }

    /** As the log-in page knows it. */
    private static String word(OpenIdException.Reason reason) {
        return switch (reason) {
            case STALE -> "stale";
            case DENIED -> "denied";
            case UNREACHABLE -> "away";
            case WRONG -> "wrong";
        };
    }

    private static String host(RoutingContext request) {
        return String.valueOf(request.request().getHeader("Host"));
    }

    /** A page of our own, whatever somebody has put into a link. */
    static String own(@Nullable String then) {
        return then != null && OWN.matcher(then).matches() ? then : MAIN_PAGE;
    }

    /**
     * To the log-in page, which goes on by itself with a session: its cookie is not sent along by a browser that another site has
     * sent here.
     *
     * @param fault the word for what has gone wrong; empty for nothing
     */
    private static HttpApi.Answer toLogIn(String fault, String then, List<String> cookies) {
        List<String> said = new ArrayList<>();
        if (!fault.isEmpty()) {
            said.add("fault=" + fault);
        }
        if (!then.equals(MAIN_PAGE)) {
            said.add("then=" + URLEncoder.encode(then, StandardCharsets.UTF_8));
        }
        String query = said.isEmpty() ? "" : "?" + String.join("&", said);
        return answer -> see(answer, "/login" + query, cookies);
    }

    private static void see(RoutingContext answer, String where, List<String> cookies) {
        answer.response()
                .setStatusCode(SEE_OTHER)
                .putHeader("Location", where)
                .putHeader("Cache-Control", "no-store")
                .putHeader("Set-Cookie", cookies)
                .end();
    }
}
