package netseat.hypervisor;

import java.util.List;

/**
 * Maps the host's processors, memory, disks and (only if asked) network into virtual machines.
 *
 * <p>All methods may be called from any thread; those that start or stop something block until it is done and belong on
 * a virtual thread.
 */
public interface Hypervisor extends AutoCloseable {
    /**
     * Makes a machine known by its name, without starting it. A machine that an earlier controller started and that
     * still runs is taken back as it is: it is then {@link PowerState#RUNNING} or {@link PowerState#PAUSED}, with the
     * specification it was started with until it is next started.
     *
     * @throws VirtualMachineException when the name is taken or the specification cannot work on this host
     */
    VirtualMachine define(VmSpec spec) throws VirtualMachineException;

    /**
     * Machines that an earlier controller started, that still run and that were not {@link #define defined} in this
     * life. They are taken back with the specification they were started with.
     */
    List<VirtualMachine> takeBack();

    /**
     * Says anew what a machine is to be. One that is on stays as it is until its next start; heads that it has no more stay, and
     * stay black.
     *
     * @param spec of the same name
     * @return whether it is so already, as the machine is off
     * @throws VirtualMachineException when the machine is not one that can be changed here
     */
    boolean redefine(VirtualMachine machine, VmSpec spec) throws VirtualMachineException;

    /**
     * Forgets a machine that was defined here, and what is kept for it beside its disks. It can be started no more, and its name
     * is free. One that somebody else runs is let go of, with nothing pressed.
     *
     * @throws VirtualMachineException when it is our own and not off; the message says what to do
     */
    void forget(VirtualMachine machine) throws VirtualMachineException;

    /** What executes the guests' code, in a few words for people: "KVM" or "TCG (software, slow)". */
    String accelerator();

    /** Stops looking after the machines and leaves those that run running. */
    @Override
    void close();
}
