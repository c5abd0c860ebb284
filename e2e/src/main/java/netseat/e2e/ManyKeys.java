package netseat.e2e;

import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.function.IntFunction;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import netseat.identity.Identity;
import org.jspecify.annotations.Nullable;

/** Very many devices' keys for one TLS context: the name of the peer that an engine is made for says whose it is to show. */
public final class ManyKeys extends X509ExtendedKeyManager {
    private final IntFunction<Identity> identities;

    /** @param identities a device's, by its number; asked by whatever thread shakes hands */
    public ManyKeys(IntFunction<Identity> identities) {
        this.identities = identities;
    }

    /** The peer's name for the engine of a device. */
    public static String name(int number) {
        return String.valueOf(number);
    }

    @Override
    public @Nullable String chooseEngineClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable SSLEngine engine) {
        return engine == null ? null : engine.getPeerHost();
    }

    @Override
    public @Nullable String chooseClientAlias(
            String[] keyTypes, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers, @Nullable Socket socket) {
        return null;
    }

    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public X509Certificate[] getCertificateChain(String alias) {
        return new X509Certificate[] {identities.apply(Integer.parseInt(alias)).certificate()};
    }

    @Override
    public PrivateKey getPrivateKey(String alias) {
        return identities.apply(Integer.parseInt(alias)).key();
    }
}
