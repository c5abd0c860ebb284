package netseat.access;

import java.time.Instant;
import java.util.Set;

/**
 * A secret by which a program acts for a user, as it is shown to people: without the secret.
 *
 * @param id in the API
 * @param name what it is for
 * @param user whose it is
 * @param lastUsed some minutes early at most; when it was made if it was never used
 */
public record Token(String id, String name, String user, Set<Scope> scopes, Instant made, Instant lastUsed) {}
