package netseat.server;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import netseat.configuration.Declaration;
import netseat.identity.ApiToken;
import netseat.identity.PrivateFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which certificate and names the pages have: those that are declared, or the controller's own; and how they change while it
 * runs. Whether there is TLS at all is settled at the start. All but the constructor blocks; on worker threads.
 */
final class PageCertificate implements Reloadable {
    private static final Logger log = LoggerFactory.getLogger(PageCertificate.class);
    private static final long SECONDS = 10;

    private final Path own;
    private final boolean always;
    private final ReentrantLock turn = new ReentrantLock();
    private Optional<HttpsKeys> keys = Optional.empty();
    private List<String> names = List.of();
    private @Nullable Vertx vertx;
    private @Nullable HttpFront front;

    /** The two files of a certificate. */
    private record Files(Path certificate, Path key) {}

    /**
     * Nothing yet.
     *
     * @param always whether pages are served over TLS even if nothing is declared
     */
    PageCertificate(Path stateFolder, boolean always) {
        this.own = stateFolder.resolve(ApiToken.CERTIFICATE);
        this.always = always;
    }

    /**
     * Those for the start; empty when pages are served without TLS.
     *
     * @throws IOException when they cannot be read; the message says what to do
     */
    Optional<HttpsKeys> begin(Declaration declaration) throws IOException {
        names = names(declaration);
        if (hasTls(declaration)) {
            Files files = files(declaration);
            keys = Optional.of(HttpsKeys.of(files.certificate(), files.key()));
        }
        return keys;
    }

    /** The names under which the pages are to be had besides those of the certificate. */
    List<String> names() {
        return names;
    }

    private static List<String> names(Declaration declaration) {
        return declaration.https().stream()
                .flatMap(each -> each.names().stream())
                .toList();
    }

    private boolean hasTls(Declaration declaration) {
        return always || !declaration.https().isEmpty();
    }

    /** Makes the controller's own where they are needed and are not there. */
    private Files files(Declaration declaration) throws IOException {
        Optional<Files> given = declaration.https().stream()
                .flatMap(each -> each.certificate().stream()
                        .flatMap(certificate -> each.key().stream().map(key -> new Files(certificate, key))))
                .reduce((first, last) -> last);
        if (given.isPresent()) {
            return given.get();
        }
        String host = NetseatServer.hostName();
        PrivateFile.identity(own, host, List.of(host, "localhost", "127.0.0.1", "::1"));
        return new Files(own, own);
    }

    /** From now on, what changes is told to these pages. */
    void serve(Vertx with, HttpFront pages) {
        vertx = with;
        front = pages;
    }

    /** Looks whether somebody has put a newer certificate in the files' place; said in the log. */
    void renew() {
        turn.lock();
        try {
            if (keys.isPresent() && keys.get().readAgain()) {
                apply(keys.get());
                log.info("the pages' certificate was read anew: {}", keys.get().fingerprint());
            }
        } catch (IOException e) {
            log.warn("the pages' certificate stays as it was: {}", e.getMessage());
        } finally {
            turn.unlock();
        }
    }

    @Override
    public List<String> reload(Declaration declaration) {
        turn.lock();
        try {
            if (hasTls(declaration) != keys.isPresent()) {
                return List.of(
                        "[https] takes effect at the next start of the controller: until then the pages are served "
                                + (keys.isPresent() ? "by HTTPS" : "without TLS"));
            }
            List<String> said = new ArrayList<>();
            List<String> next = names(declaration);
            if (!next.equals(names)) {
                names = next;
                pages().answerUnder(next);
                said.add("the pages' names besides the certificate's are " + (next.isEmpty() ? "none" : next));
            }
            keys.ifPresent(now -> reload(now, declaration).ifPresent(said::add));
            return said;
        } finally {
            turn.unlock();
        }
    }

    /** What has become of the certificate; empty when it is as it was. */
    private Optional<String> reload(HttpsKeys now, Declaration declaration) {
        HttpsKeys.Source before = now.source();
        try {
            Files files = files(declaration);
            if (!now.readFrom(files.certificate(), files.key())) {
                return Optional.empty();
            }
            apply(now);
            return Optional.of("the pages' certificate is that of " + files.certificate() + ", " + now.fingerprint());
        } catch (IOException e) {
            now.goBack(before);
            return Optional.of("[https]: the pages' certificate stays as it was: " + e.getMessage());
        }
    }

    private HttpFront pages() {
        if (front == null) {
            throw new IllegalStateException("nothing is served yet");
        }
        return front;
    }

    /** For connections from now on. */
    private void apply(HttpsKeys read) throws IOException {
        HttpFront serving = pages();
        Vertx with = vertx;
        if (with == null) {
            throw new IllegalStateException("nothing is served yet");
        }
        try {
            Future<Boolean> done = Future.future(
                    promise -> with.runOnContext(ignored -> serving.renew(read).onComplete(promise)));
            done.toCompletionStage().toCompletableFuture().get(SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException("it cannot be used: do certificate and key belong together? " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
