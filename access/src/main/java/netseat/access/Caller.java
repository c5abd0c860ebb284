package netseat.access;

import java.util.EnumSet;
import java.util.Set;

/**
 * Who asks for something, as they are at this moment. Lists do not bind an administrator.
 *
 * @param name the user's; {@value #LOCAL} for whoever may read the controller's own token file
 * @param who for the audit log: the name, and by which token
 * @param scopes what the token is for; all of them for somebody who has logged in
 * @param key the session or token that lets them in: when it ends, so does what they hold open
 */
public record Caller(String name, String who, Role role, NameList seats, NameList vms, Set<Scope> scopes, String key) {
    /** The name of whoever may read the controller's own token file. */
    public static final String LOCAL = "local";

    private static final Set<Scope> ALL_SCOPES = EnumSet.allOf(Scope.class);

    /** Somebody who has logged in. */
    static Caller inSession(User user, String key) {
        return new Caller(user.name(), user.name(), user.role(), user.seats(), user.vms(), ALL_SCOPES, key);
    }

    /** Somebody who shows a token. */
    static Caller byToken(User user, Token token) {
        String who = user.name() + " (token " + token.name() + ")";
        return new Caller(user.name(), who, user.role(), user.seats(), user.vms(), token.scopes(), token.id());
    }

    /** Whoever may read the controller's own token file. */
    static Caller local() {
        return new Caller(LOCAL, LOCAL, Role.ADMINISTRATOR, NameList.ALL, NameList.ALL, ALL_SCOPES, LOCAL);
    }

    /** Whether they may ask for such a thing at all. */
    public boolean may(Permission permission) {
        return role.may(permission) && scopes.stream().anyMatch(scope -> scope.may(permission));
    }

    /** Whether this seat is one of theirs. */
    public boolean mayUseSeat(String seat) {
        return isUnbound() || seats.has(seat);
    }

    /** Whether this machine is one of theirs. */
    public boolean mayUseVm(String vm) {
        return isUnbound() || vms.has(vm);
    }

    /** Whether no list binds them. */
    public boolean isUnbound() {
        return role == Role.ADMINISTRATOR;
    }
}
