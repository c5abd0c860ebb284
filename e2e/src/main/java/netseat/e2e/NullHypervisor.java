package netseat.e2e;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import netseat.hypervisor.Hypervisor;
import netseat.hypervisor.PowerState;
import netseat.hypervisor.VirtualMachine;
import netseat.hypervisor.VirtualMachineException;
import netseat.hypervisor.VmSpec;

/**
 * Machines without a guest, by the hundred, in the real server: those whose name begins with {@value #PREFIX} take what they
 * are told and count it; others are another hypervisor's.
 */
public final class NullHypervisor implements Hypervisor {
    /** How the names of machines without a guest begin. */
    public static final String PREFIX = "null";

    private final Hypervisor real;
    private final NullMachine.Input input;
    private final Set<String> names = new HashSet<>();

    /**
     * @param real runs the machines of other names
     * @param input hears what the machines without a guest are told
     */
    public NullHypervisor(Hypervisor real, NullMachine.Input input) {
        this.real = real;
        this.input = input;
    }

    @Override
    public synchronized VirtualMachine define(VmSpec spec) throws VirtualMachineException {
        if (!spec.name().startsWith(PREFIX)) {
            return real.define(spec);
        }
        if (!names.add(spec.name())) {
            throw new VirtualMachineException("two machines named " + spec.name());
        }
        return new NullMachine(spec, input);
    }

    @Override
    public boolean redefine(VirtualMachine machine, VmSpec spec) throws VirtualMachineException {
        if (machine instanceof NullMachine) {
            throw new VirtualMachineException(machine.name() + " is nothing, and cannot become something else");
        }
        return real.redefine(machine, spec);
    }

    @Override
    public synchronized void forget(VirtualMachine machine) throws VirtualMachineException {
        if (!(machine instanceof NullMachine)) {
            real.forget(machine);
            return;
        }
        if (machine.state() == PowerState.RUNNING) {
            throw new VirtualMachineException(machine.name() + " is on: stop it first");
        }
        names.remove(machine.name());
    }

    @Override
    public List<VirtualMachine> takeBack() {
        return new ArrayList<>(real.takeBack());
    }

    @Override
    public String accelerator() {
        return real.accelerator();
    }

    @Override
    public void close() {
        real.close();
    }
}
