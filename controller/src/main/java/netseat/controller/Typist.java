package netseat.controller;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import netseat.hypervisor.LogicalKeyboard;
import netseat.hypervisor.PowerState;
import netseat.hypervisor.VirtualMachine;
import netseat.hypervisor.VirtualMachineException;
import netseat.keys.Chord;
import netseat.protocol.KeyPage;

/** Types into machines for programs, at a pace that firmware can follow, beside whoever sits there. Any thread; blocks. */
public final class Typist {
    /** The most chords at once, which take some 20 seconds. */
    public static final int MOST_CHORDS = 1024;

    private static final long HALF_MILLIS = 10;

    private final Map<VirtualMachine, ReentrantLock> turns = new ConcurrentHashMap<>();

    /**
     * Presses chords, one after the other, and releases each before the next.
     *
     * @throws VirtualMachineException when the machine does not run, or no longer; or somebody types into it by this way
     *     already. What was pressed is released.
     * @throws IllegalArgumentException when there are too many, or a key that no PC keyboard has; then nothing is pressed
     */
    public void type(VirtualMachine machine, List<Chord> chords) throws VirtualMachineException, InterruptedException {
        if (chords.size() > MOST_CHORDS) {
            throw new IllegalArgumentException(
                    "That is " + chords.size() + " keys; at most " + MOST_CHORDS + " are pressed at once.");
        }
        chords.forEach(chord -> chord.keys().forEach(Typist::scanCode));
        ReentrantLock turn = turns.computeIfAbsent(machine, ignored -> new ReentrantLock());
        if (!turn.tryLock()) {
            throw new VirtualMachineException("Another program types into " + machine.name() + " at this moment.");
        }
        try {
            for (int i = 0; i < chords.size(); i++) {
                if (machine.state() != PowerState.RUNNING) {
                    throw new VirtualMachineException(machine.name() + " is not running"
                            + (i == 0 ? "." : " any more; " + i + " of " + chords.size() + " keys were pressed."));
                }
                press(machine.keyboard(), chords.get(i));
            }
        } finally {
            turn.unlock();
        }
    }

    private static void press(LogicalKeyboard keyboard, Chord chord) throws InterruptedException {
        try {
            chord.press(usage -> keyboard.key(scanCode(usage), true));
            TimeUnit.MILLISECONDS.sleep(HALF_MILLIS);
        } finally {
            chord.release(usage -> keyboard.key(scanCode(usage), false));
        }
        TimeUnit.MILLISECONDS.sleep(HALF_MILLIS);
    }

    private static int scanCode(int usage) {
        int code = ScanCodes.of(KeyPage.KEYBOARD, usage);
        if (code == ScanCodes.NONE) {
            throw new IllegalArgumentException("no PC keyboard has the key of usage " + usage);
        }
        return code;
    }
}
