package netseat.qemu;

import org.jspecify.annotations.Nullable;

/**
 * What is pressed, seen from both ends: what its user holds ({@code wanted}, once all that waits has been sent) and
 * what the guest was told ({@code told}). The difference is what the guest is owed.
 *
 * <p>Guarded by its owner's lock.
 */
final class PressedState {
    private final boolean[] wanted;
    private final boolean[] told;
    private final int fileOffset;
    private @Nullable HeldFile file;

    /** @param fileOffset index in the file of the first of {@code count} keys or buttons */
    PressedState(int count, int fileOffset) {
        this.wanted = new boolean[count];
        this.told = new boolean[count];
        this.fileOffset = fileOffset;
    }

    int count() {
        return told.length;
    }

    /** Begins a life of the machine: what the file says held, the guest was told; nobody wants it. */
    void open(HeldFile held) {
        file = held;
        for (int i = 0; i < told.length; i++) {
            told[i] = held.isHeld(fileOffset + i);
            wanted[i] = false;
        }
    }

    void close() {
        file = null;
        for (int i = 0; i < told.length; i++) {
            told[i] = false;
            wanted[i] = false;
        }
    }

    /** The guest's devices were reset: nothing is pressed. */
    void clear() {
        for (int i = 0; i < told.length; i++) {
            wanted[i] = false;
            told[i] = false;
            mark(i, false);
        }
    }

    boolean isWanted(int index) {
        return wanted[index];
    }

    void want(int index, boolean down) {
        wanted[index] = down;
    }

    boolean isTold(int index) {
        return told[index];
    }

    /** Whether the guest is owed a release. */
    boolean isOwed(int index) {
        return told[index] && !wanted[index];
    }

    /** Before it is sent: from a press on the guest may believe it, whatever becomes of us. */
    void telling(int index, boolean down) {
        told[index] = down;
        if (down) {
            mark(index, true);
        }
    }

    /**
     * QEMU answered a release. Only now does the file forget the press.
     *
     * @param accepted false when the guest did not hear it
     */
    void releaseAnswered(int index, boolean accepted) {
        if (!accepted) {
            told[index] = true;
        } else if (!told[index]) {
            mark(index, false);
        }
    }

    /** Waiting presses will not be sent after all: only what the guest was told can still be wanted. */
    void forgetUntold() {
        for (int i = 0; i < told.length; i++) {
            wanted[i] &= told[i];
        }
    }

    void wantNothing() {
        for (int i = 0; i < told.length; i++) {
            wanted[i] = false;
        }
    }

    private void mark(int index, boolean held) {
        if (file != null) {
            file.set(fileOffset + index, held);
        }
    }
}
