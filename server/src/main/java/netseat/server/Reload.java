package netseat.server;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import netseat.configuration.Declaration;
import netseat.configuration.DeclarationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the declaration again and hands it to every part that can take it while links are open. What makes no sense changes
 * nothing. On worker threads, one at a time.
 */
final class Reload {
    private static final Logger log = LoggerFactory.getLogger(Reload.class);

    /** Reads what is declared, as at the start. */
    interface Source {
        /**
         * Reads it.
         *
         * @throws DeclarationException when it makes no sense, with everything that is wrong
         */
        Declaration read() throws DeclarationException;
    }

    private final Source source;
    private final List<Reloadable> parts;
    private final ReentrantLock turn = new ReentrantLock();

    /**
     * A way to reload.
     *
     * @param parts in the order in which they are asked
     */
    Reload(Source source, List<Reloadable> parts) {
        this.source = source;
        this.parts = List.copyOf(parts);
    }

    /**
     * Reads and applies it.
     *
     * @return what has changed, in words for the operator
     * @throws DeclarationException when it makes no sense; then nothing has changed
     */
    List<String> run() throws DeclarationException {
        turn.lock();
        try {
            Declaration next = source.read();
            List<String> said = new ArrayList<>();
            for (Reloadable part : parts) {
                said.addAll(part.reload(next));
            }
            return said;
        } finally {
            turn.unlock();
        }
    }

    /** The same for a signal: what would be answered is logged. */
    void runLogged() {
        try {
            List<String> said = run();
            log.info("the configuration was read again: {}", said.isEmpty() ? "nothing has changed" : said);
        } catch (DeclarationException e) {
            log.error("the configuration makes no sense, so nothing has changed:\n{}", e.getMessage());
        } catch (RuntimeException e) {
            log.error("the configuration could not be read again", e);
        }
    }
}
