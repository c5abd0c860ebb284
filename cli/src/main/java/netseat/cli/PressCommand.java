package netseat.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code netseat press VM CHORD...}. */
@Command(
        name = "press",
        description = "Presses keys together in a VM, such as ctrl+alt+delete, one chord after the other.",
        footer = {"", "docs/automation.md lists the keys' names."})
final class PressCommand extends ApiCommand {
    @Parameters(index = "0", paramLabel = "VM", description = "the VM")
    private String machine = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "CHORD", description = "names of keys with + between")
    private List<String> chords = new ArrayList<>();

    @Option(
            names = "--layout",
            paramLabel = "NAME",
            defaultValue = "us",
            description = "the layout that says where a single character is: us, uk, de or fr (default: us)")
    private String layout = "";

    @Override
    void run(Api api) {
        ObjectNode body = Api.body().put("layout", layout);
        ArrayNode names = body.putArray("chords");
        chords.forEach(names::add);
        api.post("vms/" + Api.part(machine) + "/press", body);
    }
}
