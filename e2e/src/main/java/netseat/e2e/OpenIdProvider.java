package netseat.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A real provider of OpenID Connect in a process of its own: oidc-provider, whose set-up is in {@code src/test/openid}. */
public final class OpenIdProvider implements AutoCloseable {
    private static final int START_SECONDS = 60;

    private final Process process;
    private final String issuer;

    private OpenIdProvider(Process process, String issuer) {
        this.process = process;
        this.issuer = issuer;
    }

    /**
     * Starts one.
     *
     * @param back where it may send browsers to
     * @param secret of the client {@code netseat}
     */
    public static OpenIdProvider start(String back, String secret) throws IOException {
        Path root = Guests.root();
        // Node looks for packages in the folders around the script alone, and they are in target.
        Process process = new ProcessBuilder(
                        "node",
                        "--input-type=module",
                        "--eval",
                        Files.readString(root.resolve("e2e").resolve("src/test/openid/provider.mjs")),
                        back,
                        secret)
                .directory(root.resolve("target").resolve("openid").toFile())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        try {
            String issuer = CompletableFuture.supplyAsync(() -> out.lines().findFirst())
                    .orTimeout(START_SECONDS, TimeUnit.SECONDS)
                    .join()
                    .orElseThrow(() -> new IOException("oidc-provider does not start: has ./test installed it?"));
            return new OpenIdProvider(process, issuer);
        } catch (IOException | RuntimeException e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** As it calls itself. */
    public String issuer() {
        return issuer;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
