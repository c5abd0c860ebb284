package netseat.hypervisor;

/** Whether a machine runs. */
public enum PowerState {
    /** Not started, or switched off by its user, its guest or the controller. */
    OFF,
    /** On its way up: the process starts, the guest does not run yet. */
    STARTING,
    /** The guest runs. */
    RUNNING,
    /** The guest stands still and can be resumed. */
    PAUSED,
    /** The machine ended by a fault of its own or of its hypervisor; {@link VirtualMachine#lastWords()} says more. */
    FAILED
}
