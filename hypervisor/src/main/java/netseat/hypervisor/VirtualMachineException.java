package netseat.hypervisor;

/** Something an operator must act on; the message says what to do and is fit to be shown. */
public class VirtualMachineException extends Exception {
    private static final long serialVersionUID = 1L;

    public VirtualMachineException(String message) {
        super(message);
    }

    public VirtualMachineException(String message, Throwable cause) {
        super(message, cause);
    }
}
