package netseat.controller;

import netseat.hypervisor.VirtualMachine;

/**
 * Which machines a seat may use. It is asked on any thread, each time that a seat's menu is drawn or switches, and must not
 * block. What an administrator plugs is not asked of it.
 */
@FunctionalInterface
public interface SeatPolicy {
    /** Every seat may use every machine. */
    SeatPolicy ALL = (seat, machine) -> true;

    /**
     * Whether whoever sits here may plug the seat into this machine.
     *
     * @param seat the seat's name
     */
    boolean mayUse(String seat, VirtualMachine machine);
}
