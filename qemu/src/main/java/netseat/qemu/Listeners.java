package netseat.qemu;

import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import netseat.hypervisor.Registration;

/** Listeners that come and go on any thread. */
final class Listeners<L> {
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
            call.accept(entry.listener);
        }
    }
}
