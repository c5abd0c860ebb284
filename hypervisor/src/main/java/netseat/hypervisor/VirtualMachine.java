package netseat.hypervisor;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import netseat.screen.Framebuffer;

/**
 * One virtual machine and its logical interfaces. The object and its interfaces stay the same across power cycles: what
 * is plugged in stays plugged in.
 *
 * <p>Any thread may call any method. Power methods block until done (virtual threads).
 */
public interface VirtualMachine {
    /** The machine as declared. */
    VmSpec spec();

    /** {@code spec().name()}. */
    default String name() {
        return spec().name();
    }

    /**
     * Whether the controller runs it. The power of one that somebody else runs is theirs: the methods that use it are refused,
     * and it is left running when the controller goes.
     */
    default boolean isOwn() {
        return true;
    }

    PowerState state();

    /** Why the machine is {@link PowerState#FAILED}: the hypervisor's own last words, for people. Otherwise empty. */
    String lastWords();

    /**
     * Starts the machine and returns when the guest runs.
     *
     * @throws VirtualMachineException when it cannot start; the message carries the hypervisor's own words. Nothing
     *     happens when it runs already.
     */
    void start() throws VirtualMachineException;

    /** Pulls the plug: ends the machine at once. Nothing happens when it is off. */
    void stop() throws VirtualMachineException;

    /** Presses the reset button. */
    void reset() throws VirtualMachineException;

    /** Presses the (ACPI) power button; the guest decides. */
    void powerButton() throws VirtualMachineException;

    /** Lets the guest stand still. */
    void pause() throws VirtualMachineException;

    /** Lets a paused guest go on. */
    void resume() throws VirtualMachineException;

    /**
     * Puts a CD image into the machine's drive, in place of what is in it, until it is ejected or the machine is off.
     *
     * @throws VirtualMachineException when it is off, has no drive, or the image cannot be read
     */
    default void insert(Path image) throws VirtualMachineException {
        throw noDrive();
    }

    /**
     * Takes out what is in the machine's drive, also when the guest holds it there.
     *
     * @throws VirtualMachineException when it is off or has no drive
     */
    default void eject() throws VirtualMachineException {
        throw noDrive();
    }

    /**
     * What is in the machine's drive; empty when nothing is.
     *
     * @throws VirtualMachineException when it is off or has no drive
     */
    default Optional<Path> medium() throws VirtualMachineException {
        throw noDrive();
    }

    private VirtualMachineException noDrive() {
        return new VirtualMachineException(name() + " has no drive whose media are the controller's");
    }

    /**
     * The first head's screen as the hypervisor itself gives it, by a way other than {@link #display()}.
     *
     * @throws VirtualMachineException when the machine is off
     */
    Framebuffer screenshot() throws VirtualMachineException;

    /** The keyboard, or that of the first head where each has one. */
    LogicalKeyboard keyboard();

    /** The pointer, likewise. */
    LogicalPointer pointer();

    /**
     * The keyboard of a head. Another object than before when the machine has begun a life in which its {@linkplain
     * VmSpec#input() input} is of another kind: that is known from {@link PowerState#STARTING} on.
     *
     * @param head from 1; for 0, for one that is not there, and where the heads share one, that is {@link #keyboard()}
     */
    default LogicalKeyboard keyboard(int head) {
        return keyboard();
    }

    /** The pointer of a head, likewise. */
    default LogicalPointer pointer(int head) {
        return pointer();
    }

    LogicalTouch touch();

    /** All heads, in order; as many as declared, at least one. Those that the running hypervisor lacks stay black. */
    List<LogicalDisplay> heads();

    /** The first head, on which firmware draws. */
    default LogicalDisplay display() {
        return heads().getFirst();
    }

    /** Calls the listener after every change of {@link #state()}, on an unnamed thread; it must not block. */
    Registration onStateChange(Runnable listener);
}
