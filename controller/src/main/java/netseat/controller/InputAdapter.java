package netseat.controller;

import java.util.BitSet;
import netseat.hypervisor.Registration;
import netseat.protocol.Attachment;
import org.jspecify.annotations.Nullable;

/** An adapter whose device can hold something down: it knows what that is, and releases it whenever the device goes. */
abstract sealed class InputAdapter extends Adapter permits KeyboardAdapter, PointerAdapter {
    /** Keys or buttons, by numbers of the class's own. */
    private final BitSet held = new BitSet(256);

    private @Nullable Registration news;

    InputAdapter(String name, int number, Attachment attachment, Link link) {
        super(name, number, attachment, link);
    }

    /** Releases this in the logical interface, if there is one. The lock is held. */
    abstract void release(int what);

    /** Forgets the logical interface; the lock is held. */
    abstract void letGo();

    /** What tells of the logical interface's state, until it is let go; the lock is held. */
    final void follow(Registration registration) {
        news = registration;
    }

    /** It is held from now on; false when it was already. The lock is held. */
    final boolean hold(int what) {
        boolean before = held.get(what);
        held.set(what);
        return !before;
    }

    /** It is held no more; false when it was not. The lock is held. */
    final boolean unhold(int what) {
        boolean before = held.get(what);
        held.clear(what);
        return before;
    }

    /** Whether this is held; the lock is held. */
    final boolean holds(int what) {
        return held.get(what);
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
        held.stream().forEach(this::release);
        held.clear();
    }

    @Override
    final void forgetHeld() {
        held.clear();
    }

    @Override
    final synchronized boolean isHolding() {
        return !held.isEmpty();
    }
}
