package netseat.qemu;

import java.util.Arrays;
import netseat.hypervisor.LogicalTouch;
import netseat.hypervisor.Registration;
import org.jspecify.annotations.Nullable;

/**
 * The touch screen of one machine, over all its lives: QEMU's {@code virtio-multitouch-pci}, which it has from 8.1 on. Without
 * it no contact is taken.
 *
 * <p>A report goes out as one command while fewer than {@value #UNANSWERED} are unanswered. Otherwise the newest place of each
 * contact waits, and every beginning and end: what has begun and ended meanwhile is begun in the one report and ended in the
 * next.
 *
 * <p>A lock of its own, held for writes that do not wait.
 */
final class QemuTouch implements LogicalTouch {
    private static final int UNANSWERED = 2;
    private static final int NOBODY = -1;
    private static final long AGAIN_NANOS = 20_000_000;

    /** Tracking identifiers go round below this. */
    private static final int IDENTIFIERS = 0xFFFF;

    private final PressedState pressed = new PressedState(MAX_CONTACTS, HeldFile.FIRST_CONTACT);
    private final Listeners<Runnable> modeListeners = new Listeners<>();
    private final int[] wanted =
            new int[MAX_CONTACTS]; // the tracking identifier of who is there, or was and is to be shown
    private final int[] shown = new int[MAX_CONTACTS]; // of whom the guest was told
    private final boolean[] lifted = new boolean[MAX_CONTACTS];
    private final boolean[] moved = new boolean[MAX_CONTACTS];
    private final int[] xs = new int[MAX_CONTACTS];
    private final int[] ys = new int[MAX_CONTACTS];
    private int lastIdentifier;
    private boolean reported;
    private boolean running;
    private int unanswered;
    private @Nullable QmpInput port;
    private volatile boolean present;

    QemuTouch() {
        forget();
    }

    private void forget() {
        Arrays.fill(wanted, NOBODY);
        Arrays.fill(shown, NOBODY);
        Arrays.fill(lifted, false);
        Arrays.fill(moved, false);
        reported = false;
    }

    @Override
    public int contacts() {
        return present ? MAX_CONTACTS : 0;
    }

    @Override
    public Registration onModeChange(Runnable listener) {
        return modeListeners.add(listener);
    }

    @Override
    public void touch(int contact, int x, int y) {
        check(contact);
        if (x < 0 || y < 0 || x > MAX_POSITION || y > MAX_POSITION) {
            throw new IllegalArgumentException("a contact at " + x + "," + y);
        }
        synchronized (this) {
            if (port == null || !running || !present) {
                return;
            }
            if (wanted[contact] == NOBODY || lifted[contact]) {
                lastIdentifier = (lastIdentifier + 1) % IDENTIFIERS;
                wanted[contact] = lastIdentifier;
                lifted[contact] = false;
            }
            xs[contact] = x;
            ys[contact] = y;
            moved[contact] = true;
        }
    }

    @Override
    public void lift(int contact) {
        check(contact);
        synchronized (this) {
            if (!running) {
                wanted[contact] = NOBODY; // what the guest was told of is ended when it hears again
            } else if (wanted[contact] != NOBODY) {
                lifted[contact] = true;
            }
        }
    }

    private static void check(int contact) {
        if (contact < 0 || contact >= MAX_CONTACTS) {
            throw new IllegalArgumentException("a contact numbered " + contact);
        }
    }

    @Override
    public synchronized void report() {
        reported = true;
        send();
    }

    /** Sends what differs between what is there and what the guest was told, as far as one report can say it. */
    private void send() {
        QmpInput to = port;
        if (to == null || !running || !reported || unanswered >= UNANSWERED) {
            return;
        }
        reported = false;
        synchronized (to) {
            to.beginTouch();
            int ended = 0;
            int begun = 0;
            boolean any = false;
            for (int i = 0; i < MAX_CONTACTS; i++) {
                boolean there = wanted[i] != NOBODY;
                if (pressed.isTold(i) && (!there || shown[i] != wanted[i] || lifted[i])) {
                    to.contactEnds(i);
                    ended |= 1 << i;
                    reported |= there && shown[i] != wanted[i]; // somebody else, who begins in the next report
                } else if (there && !pressed.isTold(i)) {
                    to.contact(true, i, wanted[i], xs[i], ys[i]);
                    begun |= 1 << i;
                    reported |= lifted[i]; // came and went: it ends in the next report
                } else if (there && moved[i]) {
                    to.contact(false, i, wanted[i], xs[i], ys[i]);
                    any = true;
                }
            }
            touching(to, begun, ended);
            if ((ended | begun) == 0 && !any) {
                return; // nothing differs
            }
            tell(to, begun, ended);
        }
    }

    /** Whether anything touches the screen is a button to the guest, which changes with the first and the last contact. */
    private void touching(QmpInput to, int begun, int ended) {
        int before = 0;
        for (int i = 0; i < MAX_CONTACTS; i++) {
            before |= pressed.isTold(i) ? 1 << i : 0;
        }
        int after = (before | begun) & ~ended;
        if ((before == 0) != (after == 0)) {
            to.touching(after != 0);
        }
    }

    private void tell(QmpInput to, int begun, int ended) {
        for (int i = 0; i < MAX_CONTACTS; i++) {
            if ((begun & 1 << i) != 0) {
                pressed.telling(i, true); // before it is sent: from then on the guest may believe it
            }
        }
        if (!to.sendTouch(ended)) {
            for (int i = 0; i < MAX_CONTACTS; i++) {
                if ((begun & 1 << i) != 0) {
                    pressed.telling(i, false);
                }
            }
            reported = true; // to be tried again
            return;
        }
        unanswered++;
        for (int i = 0; i < MAX_CONTACTS; i++) {
            if ((ended & 1 << i) != 0) {
                pressed.telling(i, false);
                if (lifted[i] && shown[i] == wanted[i]) {
                    wanted[i] = NOBODY;
                    lifted[i] = false;
                }
                shown[i] = NOBODY;
            } else {
                moved[i] = false;
                shown[i] = pressed.isTold(i) ? wanted[i] : NOBODY;
            }
        }
    }

    /**
     * QEMU has answered a report. QMP thread.
     *
     * @param ended bits of the contacts that it ended
     */
    synchronized void answered(int ended, boolean accepted) {
        unanswered = Math.max(0, unanswered - 1);
        if (port == null) {
            return;
        }
        for (int i = 0; i < MAX_CONTACTS; i++) {
            if ((ended & 1 << i) != 0) {
                pressed.releaseAnswered(i, accepted || running);
            }
        }
    }

    /**
     * Sends what waits and may go now. QMP thread.
     *
     * @return nanoseconds until it is to be tried again; {@link Long#MAX_VALUE} when nothing waits
     */
    synchronized long drain() {
        send();
        return running && reported
                ? AGAIN_NANOS
                : Long.MAX_VALUE; // an answer, which calls this as well, mostly comes first
    }

    /**
     * Begins a life of the machine; what the file holds from the life of another controller is ended.
     *
     * @param hasTouch whether this QEMU has a touch screen for the guest
     */
    void open(QmpInput newPort, HeldFile held, boolean hasTouch) {
        synchronized (this) {
            port = newPort;
            running = false;
            unanswered = 0;
            forget();
            pressed.open(held);
        }
        present(hasTouch);
    }

    private void present(boolean hasTouch) {
        if (present != hasTouch) {
            present = hasTouch;
            modeListeners.tell(Runnable::run);
        }
    }

    /** The guest runs from now on and is told what it is owed. */
    synchronized void resume() {
        if (port != null && !running) {
            running = true;
            reported = present;
            send();
        }
    }

    /** The guest hears nothing from now on: what it was told of is ended when it hears again. */
    synchronized void pause() {
        running = false;
        forget();
    }

    /** The guest's devices have been reset. */
    synchronized void reset() {
        forget();
        pressed.clear();
    }

    /** Ends a life of the machine, or of our part in it; the file keeps what the guest believes. */
    void close() {
        synchronized (this) {
            port = null;
            running = false;
            forget();
            pressed.close();
        }
        present(false);
    }
}
