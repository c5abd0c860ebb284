package netseat.openid;

import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import java.net.URI;

/**
 * A log-in that a browser has begun and is at the provider for.
 *
 * @param state comes back from the provider as it was sent
 * @param nonce is to stand in the ID token
 * @param verifier shows the provider that whoever brings the code is who asked for it (PKCE)
 * @param back where the provider sends the browser to
 * @param then the page of ours that was asked for
 * @param until the last moment at which it may be finished, in milliseconds since 1970
 */
record PendingLogIn(State state, Nonce nonce, CodeVerifier verifier, URI back, String then, long until) {}
