package netseat.server;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import netseat.access.Access;
import netseat.access.Caller;
import netseat.access.LogIn;
import netseat.access.NameList;
import netseat.access.Role;
import netseat.access.Scope;
import netseat.access.Token;
import netseat.access.Tokens;
import netseat.access.User;
import org.jspecify.annotations.Nullable;

/** What the API says of sessions, users and tokens, and does with them. All of it may block, and is run by the caller. */
final class AccessApi {
    private static final String USER_BODY =
            "The body must be {\"name\": \"…\", \"role\": \"administrator, operator, user"
                    + " or viewer\", \"seats\": [\"a\", \"lab-*\"], \"vms\": […], \"password\": \"…\"}.";

    private final Access access;
    private final boolean tls;

    AccessApi(Access access, boolean tls) {
        this.access = access;
        this.tls = tls;
    }

    HttpApi.Answer logIn(RoutingContext request) {
        JsonObject body = HttpApi.body(request);
        String from = Callers.address(request);
        LogIn outcome;
        if (body != null && body.getValue("token") instanceof String token) {
            outcome = access.logInByLink(token, from);
        } else if (body != null
                && body.getValue("name") instanceof String name
                && body.getValue("password") instanceof String password) {
            outcome = access.logIn(name, password, from);
        } else {
            return HttpApi.failure(
                    400, "The body must be {\"name\": \"…\", \"password\": \"…\"} or {\"token\": \"…\"}.");
        }
        return switch (outcome) {
            case LogIn.Done done ->
                answer -> {
                    String host = String.valueOf(answer.request().getHeader("Host"));
                    answer.response().putHeader("Set-Cookie", BrowserCookie.SESSION.give(done.secret(), host, tls));
                    HttpApi.json(
                            answer,
                            session(done.user(), Access.csrf(done.secret())).encode());
                };
            case LogIn.Refused() -> HttpApi.failure(401, "That is not right, or the link was used or is too old.");
            case LogIn.Later() -> new HttpApi.Refused(AccessApi::later);
        };
    }

    private static void later(RoutingContext answer) {
        answer.response().putHeader("Retry-After", "10");
        HttpApi.error(answer, 429, "Too many attempts: try again in some seconds.");
    }

    HttpApi.Answer changePassword(RoutingContext request) {
        JsonObject body = HttpApi.body(request);
        if (body == null
                || !(body.getValue("old") instanceof String old)
                || !(body.getValue("new") instanceof String next)) {
            return HttpApi.failure(400, "The body must be {\"old\": \"…\", \"new\": \"…\"}.");
        }
        return orWords(() -> switch (access.changePassword(Callers.of(request), old, next, Callers.address(request))) {
            case DONE -> HttpApi::done;
            case WRONG -> HttpApi.failure(403, "The old password is not right.");
            case LATER -> new HttpApi.Refused(AccessApi::later);
        });
    }

    private JsonObject session(User user, String csrf) {
        return session(user.name(), user.role(), user.seats(), user.vms(), csrf);
    }

    private JsonObject session(String name, Role role, NameList seats, NameList vms, String csrf) {
        boolean unbound = role == Role.ADMINISTRATOR;
        return new JsonObject()
                .put("user", name)
                .put("role", role.word())
                .put("csrf", csrf)
                .put("password", access.users().hasPassword(name))
                .put("seats", json(unbound ? NameList.ALL : seats))
                .put("vms", json(unbound ? NameList.ALL : vms));
    }

    /** Who asks. */
    String session(Caller caller, String csrf) {
        return session(caller.name(), caller.role(), caller.seats(), caller.vms(), csrf)
                .encode();
    }

    private static JsonArray json(NameList list) {
        return new JsonArray(list.patterns());
    }

    HttpApi.Answer logOut(RoutingContext request) {
        access.logOut(Callers.of(request), Callers.address(request));
        return answer -> {
            HttpServerResponse response = answer.response();
            String host = String.valueOf(answer.request().getHeader("Host"));
            response.putHeader("Set-Cookie", BrowserCookie.SESSION.take(host, tls));
            // Of what the browser keeps, nothing but this session's is gone with it.
            response.putHeader("Clear-Site-Data", "\"cache\"");
            HttpApi.done(answer);
        };
    }

    HttpApi.Answer loginLink(RoutingContext request) {
        JsonObject link = new JsonObject()
                .put("token", access.loginLink(access.administrator()))
                .put("seconds", Access.linkSeconds());
        return answer -> HttpApi.json(answer, link.encode());
    }

    String users() {
        JsonArray users = new JsonArray();
        access.users().all().forEach(user -> {
            JsonObject json = json(user).put("password", access.users().hasPassword(user.name()));
            access.users().issuer(user.name()).ifPresent(issuer -> json.put("provider", issuer));
            users.add(json);
        });
        return new JsonObject().put("users", users).encode();
    }

    /** What anybody may read later of a user. */
    static JsonObject json(User user) {
        return new JsonObject()
                .put("name", user.name())
                .put("role", user.role().word())
                .put("seats", json(user.seats()))
                .put("vms", json(user.vms()));
    }

    HttpApi.Answer addUser(RoutingContext request) {
        JsonObject body = HttpApi.body(request);
        if (body == null || !(body.getValue("name") instanceof String name) || !isUserBody(body)) {
            return HttpApi.failure(400, USER_BODY);
        }
        Optional<Role> role = Role.of(body.getString("role", ""));
        if (role.isEmpty()) {
            return HttpApi.failure(400, USER_BODY);
        }
        return orWords(() -> {
            // Operators and viewers have everything unless a list says otherwise; a user has a seat by the list alone.
            NameList otherwise = role.get() == Role.USER ? NameList.NONE : NameList.ALL;
            NameList seats = list(body, "seats").orElse(otherwise);
            NameList vms = list(body, "vms").orElse(otherwise);
            access.addUser(new User(name, role.get(), seats, vms), body.getString("password"));
            return HttpApi::done;
        });
    }

    HttpApi.Answer changeUser(RoutingContext request) {
        Optional<User> before = access.users().find(parameter(request, "user"));
        if (before.isEmpty()) {
            return HttpApi.failure(404, "There is no such user.");
        }
        JsonObject body = HttpApi.body(request);
        if (body == null || !isUserBody(body)) {
            return HttpApi.failure(400, USER_BODY);
        }
        Optional<Role> role = Role.of(body.getString("role", before.get().role().word()));
        if (role.isEmpty()) {
            return HttpApi.failure(400, USER_BODY);
        }
        return orWords(() -> {
            NameList seats = list(body, "seats").orElse(before.get().seats());
            NameList vms = list(body, "vms").orElse(before.get().vms());
            User after = new User(before.get().name(), role.get(), seats, vms);
            access.changeUser(after, body.getString("password"), Callers.of(request));
            return HttpApi::done;
        });
    }

    HttpApi.Answer removeUser(RoutingContext request) {
        return orWords(() -> access.removeUser(parameter(request, "user"))
                ? HttpApi::done
                : HttpApi.failure(404, "There is no such user."));
    }

    private static boolean isUserBody(JsonObject body) {
        return isTextOrLeftOut(body.getValue("role"))
                && isTextOrLeftOut(body.getValue("password"))
                && isListOrLeftOut(body.getValue("seats"))
                && isListOrLeftOut(body.getValue("vms"));
    }

    private static boolean isTextOrLeftOut(@Nullable Object value) {
        return value == null || value instanceof String;
    }

    private static boolean isListOrLeftOut(@Nullable Object value) {
        return value == null
                || (value instanceof JsonArray list && list.stream().allMatch(String.class::isInstance));
    }

    private static Optional<NameList> list(JsonObject body, String key) {
        JsonArray list = body.getJsonArray(key);
        return list == null
                ? Optional.empty()
                : Optional.of(new NameList(list.stream().map(String::valueOf).toList()));
    }

    String tokens() {
        JsonArray tokens = new JsonArray();
        access.tokens().all().forEach(token -> tokens.add(json(token)));
        return new JsonObject().put("tokens", tokens).encode();
    }

    /** What anybody may read of a token. */
    static JsonObject json(Token token) {
        List<String> scopes = token.scopes().stream().map(Scope::word).toList();
        return new JsonObject()
                .put("id", token.id())
                .put("name", token.name())
                .put("user", token.user())
                .put("scopes", new JsonArray(new ArrayList<>(scopes)))
                .put("made", token.made().toString())
                .put("lastUsed", token.lastUsed().toString());
    }

    HttpApi.Answer addToken(RoutingContext request) {
        JsonObject body = HttpApi.body(request);
        Optional<Set<Scope>> scopes = body == null ? Optional.empty() : scopes(body.getValue("scopes"));
        if (body == null
                || !(body.getValue("name") instanceof String name)
                || !isTextOrLeftOut(body.getValue("user"))
                || scopes.isEmpty()) {
            return HttpApi.failure(
                    400,
                    "The body must be {\"name\": \"…\", \"scopes\": [\"read\", \"plug\", \"power\", \"input\","
                            + " \"admin\"], \"user\": \"…\"}.");
        }
        String caller = Callers.of(request).name();
        String user = body.getString("user", caller.equals(Caller.LOCAL) ? access.administrator() : caller);
        return orWords(() -> {
            Tokens.Made made = access.makeToken(name, user, scopes.get());
            JsonObject json = json(made.token()).put("token", made.secret());
            return answer -> HttpApi.json(answer, json.encode());
        });
    }

    private static Optional<Set<Scope>> scopes(@Nullable Object given) {
        if (!(given instanceof JsonArray list)) {
            return Optional.empty();
        }
        Set<Scope> scopes = EnumSet.noneOf(Scope.class);
        for (Object word : list) {
            Optional<Scope> scope = Scope.of(String.valueOf(word));
            if (scope.isEmpty()) {
                return Optional.empty();
            }
            scopes.add(scope.get());
        }
        return Optional.of(scopes);
    }

    HttpApi.Answer removeToken(RoutingContext request) {
        return access.removeToken(parameter(request, "token"))
                ? HttpApi::done
                : HttpApi.failure(404, "There is no such token.");
    }

    private interface Deed {
        HttpApi.Answer done();
    }

    private static HttpApi.Answer orWords(Deed deed) {
        try {
            return deed.done();
        } catch (IllegalArgumentException e) {
            return HttpApi.failure(400, String.valueOf(e.getMessage()));
        } catch (IllegalStateException e) {
            return HttpApi.failure(409, String.valueOf(e.getMessage()));
        }
    }

    private static String parameter(RoutingContext request, String name) {
        return Objects.requireNonNull(request.pathParam(name), name);
    }
}
