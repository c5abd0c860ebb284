package netseat.controller;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at links when it is their time, and at no other: a wheel of one slot a second, on which each link waits in the slot of
 * the second in which something may be due. A link that says something in time is only put further on when its old slot
 * comes, so that frames cost the wheel nothing, and a quiet link costs one look each ten seconds.
 *
 * <p>Owned by the thread that calls the sessions of its links.
 */
public final class LinkWatch {
    /** How often {@link #sweep} is to be called. */
    public static final long SWEEP_MILLIS = 1000;

    private static final long SLOT_NANOS = TimeUnit.MILLISECONDS.toNanos(SWEEP_MILLIS);

    /** What is due later waits in the farthest slot, and is put further on when that comes. */
    private static final int SLOTS = 64;

    private final Place[] slots = new Place[SLOTS];
    private int now;
    private int size;

    public LinkWatch() {
        for (int i = 0; i < SLOTS; i++) {
            slots[i] = new Place(this, null);
        }
    }

    /** A link's place: one of a ring that begins and ends at a slot's own, which has no session. */
    static final class Place {
        private final LinkWatch watch;
        private final @Nullable LinkSession session;
        private Place before = this;
        private Place after = this;

        private Place(LinkWatch watch, @Nullable LinkSession session) {
            this.watch = watch;
            this.session = session;
        }

        /** Looks at the link in the next sweep. */
        void soon() {
            if (after != this) {
                leave();
                watch.put(this, 1);
            }
        }

        private void leave() {
            before.after = after;
            after.before = before;
            before = this;
            after = this;
        }
    }

    /** Looks at a link from now on. */
    public void add(LinkSession session) {
        Place place = new Place(this, session);
        session.watchedAt(place);
        size++;
        put(place, 1);
    }

    /** Looks at a link no more; nothing happens when it is not looked at. */
    public void remove(LinkSession session) {
        Place place = session.watchedAt();
        if (place != null && place.watch == this && place.after != place) {
            place.leave();
            size--;
        }
    }

    /** How many links it looks at. */
    public int size() {
        return size;
    }

    private void put(Place place, int slotsAhead) {
        Place slot = slots[(now + slotsAhead) % SLOTS];
        place.before = slot.before;
        place.after = slot;
        slot.before.after = place;
        slot.before = place;
    }

    /**
     * Looks at every link whose time has come. To be called each {@link #SWEEP_MILLIS}; a call that comes late makes
     * everything as late.
     *
     * @return how many links it looked at
     */
    public int sweep(long nowNanos) {
        now = (now + 1) % SLOTS;
        int looks = 0;
        Place slot = slots[now];
        while (slot.after != slot) {
            Place place = slot.after;
            LinkSession session = Objects.requireNonNull(place.session);
            place.leave();
            looks++;
            // It goes on before it is looked at: what is done to it may remove it.
            put(place, 1);
            long next = session.tick(nowNanos);
            if (place.after != place) {
                place.leave();
                put(place, Math.clamp(Math.ceilDiv(next - nowNanos, SLOT_NANOS), 1, SLOTS - 1));
            }
        }
        return looks;
    }

    /** Does something to every link, which may remove it. */
    public void forEach(Consumer<LinkSession> action) {
        List<LinkSession> all = new ArrayList<>(size);
        for (Place slot : slots) {
            for (Place place = slot.after; place.session != null; place = place.after) {
                all.add(place.session);
            }
        }
        all.forEach(action);
    }
}
