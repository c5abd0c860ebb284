package netseat.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import netseat.configuration.DeclarationException;
import netseat.configuration.DeclarationFile;
import netseat.configuration.Fault;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code netseat check FILE}: looks at a configuration file itself, without a controller. */
@Command(
        name = "check",
        mixinStandardHelpOptions = true,
        description = {
            "Says what is wrong with a configuration file, a line for each fault: FILE:LINE:COLUMN: what it is.",
            "Several files are read as one, as ./run reads its own and that of --config."
        },
        footer = {"", "Exit status 1 when something is wrong. Nothing is started, and no image is looked at."})
final class CheckCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "a TOML file, as for ./run --config")
    private List<Path> files = new ArrayList<>();

    @Option(names = "--json", description = "answer in JSON, for programs")
    private boolean json;

    @Override
    public Integer call() {
        List<Fault> faults = faults();
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (json) {
            out.println(asJson(faults));
        } else {
            // A file may be anybody's, and must not steer the terminal.
            faults.forEach(fault -> out.println(Table.printable(fault.toString())));
        }
        out.flush();
        return faults.isEmpty() ? ExitStatus.DONE : ExitStatus.REFUSED;
    }

    private List<Fault> faults() {
        try {
            DeclarationFile.read(files, more -> {});
            return List.of();
        } catch (DeclarationException e) {
            return e.faults();
        }
    }

    private static ArrayNode asJson(List<Fault> faults) {
        ArrayNode all = JsonMapper.builder().build().createArrayNode();
        for (Fault fault : faults) {
            ObjectNode one = all.addObject();
            fault.file().ifPresent(file -> one.put("file", file.toString()));
            fault.place().ifPresent(place -> one.put("line", place.line()).put("column", place.column()));
            one.put("table", fault.table()).put("words", fault.words());
        }
        return all;
    }
}
