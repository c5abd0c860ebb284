package netseat.qemu;

import netseat.hypervisor.VmSpec;

/** The keyboard and the pointer of one machine, or of one of its heads, over all its lives. */
record QemuInput(QemuKeyboard keyboard, QemuPointer pointer) {
    /** Those of a head, from 0; of the first also where all heads share them. */
    static QemuInput of(int head) {
        return new QemuInput(new QemuKeyboard(head), new QemuPointer(head));
    }

    /** Begins a life of the machine; what the file holds from the life of another controller is released. */
    void open(QmpInput port, HeldFile held, VmSpec spec, Runnable wakeup) {
        keyboard.open(port, held, spec.keyboard(), wakeup);
        pointer.open(port, held, wakeup);
        if (spec.input() == VmSpec.InputKind.PER_HEAD) {
            // QEMU tells only of pointers that are bound to no head, and a bound one is what the guest's driver makes
            // of it
            pointer.absolute(spec.pointer() == VmSpec.PointerKind.TABLET);
        }
    }

    /** The guest runs from now on and is told what it is owed. */
    void resume() {
        keyboard.resume();
        pointer.resume();
    }

    /** The guest hears nothing from now on. */
    void pause() {
        keyboard.pause();
        pointer.pause();
    }

    /** The guest's devices have been reset. */
    void reset() {
        keyboard.reset();
        pointer.reset();
    }

    /** Sends what waits and may go now; in how many nanoseconds more may. QMP thread. */
    long drain(long nowNanos) {
        return Math.min(keyboard.drain(nowNanos), pointer.drain(nowNanos));
    }

    /** Ends a life of the machine, or of our part in it; the file keeps what the guest believes. */
    void close() {
        keyboard.close();
        pointer.close();
    }
}
