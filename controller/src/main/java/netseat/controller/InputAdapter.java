package netseat.controller;

import netseat.hypervisor.Registration;
import netseat.protocol.Attachment;
import org.jspecify.annotations.Nullable;

/**
 * An adapter whose device can hold something down: it knows what that is, and as what the machine was told of it, and releases
 * it whenever the device goes.
 */
abstract sealed class InputAdapter extends Adapter permits KeyboardAdapter, PointerAdapter, TouchAdapter {
    /** Keys or buttons, by numbers of the class's own. */
    private final Held held;

    private final int size;
    private @Nullable Registration news;
    private boolean toMenu;

    /** @param size keys or buttons go by the numbers 1 to size - 1 */
    InputAdapter(String name, int number, Attachment attachment, Link link, int size) {
        super(name, number, attachment, link);
        this.held = new Held(size);
        this.size = size;
    }

    /** Releases this in the logical interface, if there is one. The lock is held. */
    abstract void release(int what);

    /** Forgets the logical interface; the lock is held. */
    abstract void letGo();

    /** What tells of the logical interface's state, until it is let go; the lock is held. */
    final void follow(Registration registration) {
        news = registration;
    }

    /**
     * From now on what the device says is for its seat's menu and not for the machine, which has everything released; or for
     * the machine again, but for what is held down at this moment.
     */
    final synchronized void withhold(boolean now) {
        if (now) {
            releaseAll();
            withheld();
        }
        toMenu = now;
    }

    /** What the device says reaches no machine any more; the lock is held. */
    void withheld() {}

    /** Whether what the device says is for the seat's menu; the lock is held. */
    final boolean isForMenu() {
        return toMenu;
    }

    /** Whether what the device says does not reach the machine; the lock is held. */
    final boolean isWithheld() {
        return toMenu || observes();
    }

    /** What the device holds; the lock is held. */
    final Held held() {
        return held;
    }

    @Override
    final void disconnect() {
        releaseAll();
        if (news != null) {
            news.close();
            news = null;
        }
        letGo();
    }

    @Override
    final synchronized void releaseAll() {
        for (int what = 1; what < size; what++) {
            if (held.isDown(what)) {
                release(what);
            }
        }
        held.clear();
        released();
    }

    /** Nothing is held any more, as whoever holds it is silent, gone or elsewhere; the lock is held. */
    void released() {}

    @Override
    final void forgetHeld() {
        held.clear();
        released();
    }

    @Override
    final synchronized boolean isHolding() {
        return !held.isEmpty();
    }
}
