package netseat.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ObjectNode;

/** {@code netseat plug SEAT VM}, or a device apart from its seat. */
@Command(
        name = "plug",
        description = "Plugs a seat, or one device, into a VM. What is held in the VM before is released there first.")
final class PlugCommand extends ApiCommand {
    @Parameters(
            index = "0",
            paramLabel = "SEAT",
            description = "the seat; with --device a device: its identifier, the beginning of it, or its name")
    private String what = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "VM", description = "the VM")
    private @Nullable String machine;

    @Option(
            names = "--head",
            paramLabel = "N",
            description = "show this head of the VM, from 1 (default: the one that each display asks for)")
    private @Nullable Integer head;

    @Option(names = "--observe", description = "only watch: nothing that is typed or pointed there reaches the VM")
    private boolean observe;

    @Option(names = "--device", description = "plug one device, apart from its seat")
    private boolean device;

    @Option(names = "--follow", description = "plug the device as its seat again")
    private boolean follow;

    @Override
    void run(Api api) {
        ObjectNode body = body();
        String path = device ? "devices/" + DeviceLookup.find(api, what) : "seats/" + Api.part(what);
        api.post(path + "/plug", body);
    }

    private ObjectNode body() {
        if (follow) {
            if (!device || machine != null || head != null || observe) {
                throw bad("--follow goes with --device DEVICE and nothing else");
            }
            return Api.body().put("follow", true);
        }
        if (machine == null) {
            throw bad("into which VM?");
        }
        ObjectNode body = Api.body().put("vm", machine).put("observe", observe);
        return head == null ? body : body.put("head", head);
    }
}
