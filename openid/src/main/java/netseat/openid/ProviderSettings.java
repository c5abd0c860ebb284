package netseat.openid;

import java.io.IOException;
import java.net.URI;
import java.util.List;

/**
 * A provider of OpenID Connect, and what this controller is there.
 *
 * @param issuer as it calls itself; https, or http at an address of loopback
 * @param clientId the name under which this controller is registered there
 * @param secret reads the secret that goes with it, each time that it is shown to the provider
 * @param groups the claim that has a person's groups; dots lead into claims that are objects
 * @param scopes what is asked for besides {@code openid}
 */
public record ProviderSettings(URI issuer, String clientId, Secret secret, String groups, List<String> scopes) {
    /** Where the secret is kept. */
    public interface Secret {
        /**
         * Reads it.
         *
         * @throws IOException when it cannot be read; the message says what to do
         */
        String read() throws IOException;
    }

    /** Checks the lists. */
    public ProviderSettings {
        scopes = List.copyOf(scopes);
    }
}
