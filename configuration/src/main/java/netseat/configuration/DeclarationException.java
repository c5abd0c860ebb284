package netseat.configuration;

import java.util.List;
import java.util.stream.Collectors;

/** A declaration makes no sense. The message is for its author, with a line for each fault. */
public final class DeclarationException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient List<Fault> faults;

    DeclarationException(List<Fault> faults) {
        super(faults.stream().map(Fault::toString).collect(Collectors.joining("\n")));
        this.faults = List.copyOf(faults);
    }

    /** Everything that is wrong, in the order in which it stands in each file. */
    public List<Fault> faults() {
        return faults;
    }
}
