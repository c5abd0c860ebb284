package netseat.qemu;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import netseat.hypervisor.Registration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listeners that come and go on any thread; one that throws is dropped and harms nobody else. */
final class Listeners<L> {
    private static final Logger LOG = LoggerFactory.getLogger(Listeners.class);

    private final CopyOnWriteArrayList<Entry<L>> entries = new CopyOnWriteArrayList<>();

    /** One registration; two of the same listener are two. */
    private static final class Entry<L> {
        private final L listener;

        Entry(L listener) {
            this.listener = listener;
        }
    }

    Registration add(L listener) {
        Entry<L> entry = new Entry<>(listener);
        entries.add(entry);
        return () -> entries.remove(entry);
    }

    void tell(Consumer<? super L> call) {
        for (Entry<L> entry : entries) {
            try {
                call.accept(entry.listener);
            } catch (RuntimeException e) {
                LOG.error("a listener failed and is told no more", e);
                entries.remove(entry);
            }
        }
    }
}
