package netseat.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code netseat broadcast SEAT VM...}. */
@Command(
        name = "broadcast",
        description = {
            "Lets the keyboards of a seat type into several VMs at once, besides the one it is plugged into, until its last"
                    + " device goes.",
            "Its screens say so all the while. Without VMs it lists those that get its keys."
        })
final class BroadcastCommand extends ApiCommand {
    @Parameters(index = "0", paramLabel = "SEAT", description = "the seat")
    private String seat = "";

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "VM", description = "the VMs")
    private List<String> machines = new ArrayList<>();

    @Option(names = "--off", description = "type only into the seat's own VM again")
    private boolean off;

    @Override
    void run(Api api) {
        String path = "seats/" + Api.part(seat) + "/broadcast";
        if (off) {
            if (!machines.isEmpty()) {
                throw bad("--off goes without VMs");
            }
            api.delete(path);
        } else if (machines.isEmpty()) {
            JsonNode names = api.get(path).path("vms");
            if (json()) {
                out().println(names);
            } else {
                names.forEach(vm -> out().println(vm.asString()));
            }
        } else {
            ObjectNode body = Api.body();
            ArrayNode names = body.putArray("vms");
            machines.forEach(names::add);
            api.put(path, body);
        }
    }
}
