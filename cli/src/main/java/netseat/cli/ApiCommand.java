package netseat.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.Callable;
import netseat.identity.ApiToken;
import netseat.identity.Fingerprint;
import netseat.identity.HttpsTrust;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** A command that asks the controller: its address, and how the answer is written. */
@Command(mixinStandardHelpOptions = true)
abstract class ApiCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "${NETSEAT_URL:-http://localhost:7880}",
            description = "the controller's address (default: $NETSEAT_URL, else http://localhost:7880)")
    private String url = "";

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description =
                    "file of mode 0600 with a token of the API (default: $NETSEAT_TOKEN, else the local-token of the"
                            + " controller on this computer)")
    private @Nullable Path tokenFile;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "state folder of the controller on this computer (default: $NETSEAT_STATE, else"
                    + " $XDG_STATE_HOME/netseat or ~/.local/state/netseat)")
    private @Nullable Path state;

    @Option(
            names = {"--certificate", "--trust"},
            paramLabel = "FILE",
            defaultValue = "${NETSEAT_CERTIFICATE}",
            description = "over https, trust the certificates of this PEM file, and what they have signed (default:"
                    + " $NETSEAT_CERTIFICATE, else the usual authorities, and the controller on this computer)")
    private @Nullable Path certificate;

    @Option(
            names = "--fingerprint",
            paramLabel = "SHA256:…",
            defaultValue = "${NETSEAT_FINGERPRINT}",
            description = "over https, trust the one certificate that has this fingerprint, as the controller's start"
                    + " prints it (default: $NETSEAT_FINGERPRINT)")
    private @Nullable String fingerprint;

    @Option(names = "--json", description = "answer in JSON, for programs")
    private boolean json;

    /** Does what the command is for; {@link ApiException} when it cannot. */
    abstract void run(Api api);

    @Override
    public final Integer call() {
        URI address = address();
        try (Api api = new Api(address, token(address), trust(address))) {
            run(api);
        }
        out().flush();
        return ExitStatus.DONE;
    }

    private String token(URI address) {
        try {
            return ApiToken.find(address, tokenFile, state, System.getenv());
        } catch (IOException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }

    private HttpsTrust trust(URI address) {
        try {
            if (fingerprint != null) {
                return HttpsTrust.of(Fingerprint.parse(fingerprint));
            }
            return certificate != null ? HttpsTrust.of(certificate) : ApiToken.trust(address, state, System.getenv());
        } catch (IOException | IllegalArgumentException e) {
            throw bad(String.valueOf(e.getMessage()));
        }
    }

    final URI address() {
        try {
            URI address = URI.create(url);
            if (address.getHost() != null
                    && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // Told below, with what would make sense.
        }
        throw bad("--url " + url + " is no address; one looks like http://localhost:7880");
    }

    final boolean json() {
        return json;
    }

    final PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    /** What was typed makes no sense: for the command's user, with exit status 2. */
    final ParameterException bad(String message) {
        return new ParameterException(Objects.requireNonNull(spec).commandLine(), message);
    }
}
