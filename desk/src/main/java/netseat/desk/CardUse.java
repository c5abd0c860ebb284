package netseat.desk;

import java.nio.file.Path;
import netseat.linux.DrmCard;
import netseat.linux.LinuxException;
import org.jspecify.annotations.Nullable;

/**
 * A graphics card that is open as long as one of its monitors shows something: only one opening of it may draw, and the
 * console draws again when that is closed. Any thread.
 */
final class CardUse {
    private final Path path;
    private @Nullable DrmCard open; // guarded by this
    private int users;

    CardUse(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    /** The open card, until {@link #giveBack}, which is also to be called when this fails. */
    synchronized DrmCard take() throws LinuxException {
        users++;
        DrmCard card = open;
        if (card == null) {
            card = DrmCard.open(path);
            open = card;
        }
        return card;
    }

    synchronized void giveBack() {
        users--;
        if (users == 0 && open != null) {
            open.close();
            open = null;
        }
    }
}
