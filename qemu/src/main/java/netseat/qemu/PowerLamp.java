package netseat.qemu;

import netseat.hypervisor.PowerState;
import netseat.hypervisor.Registration;

/** What a machine shows of its power, and who is told when that changes. Any thread. */
final class PowerLamp {
    private final Listeners<Runnable> listeners = new Listeners<>();
    private volatile PowerState state = PowerState.OFF;
    private volatile String words = "";

    PowerState state() {
        return state;
    }

    /** Why it is so, for people; mostly nothing. */
    String words() {
        return words;
    }

    /** Shows this from now on; the listeners are told when the state is another one. */
    void show(PowerState newState, String newWords) {
        words = newWords;
        if (state != newState) {
            state = newState;
            listeners.tell(Runnable::run);
        }
    }

    Registration onChange(Runnable listener) {
        return listeners.add(listener);
    }
}
