package netseat.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import netseat.controller.Controller;
import netseat.hypervisor.VirtualMachine;
import netseat.hypervisor.VirtualMachineException;

/** What the API says of media, and does with them. To be run where it may block. */
final class MediaApi {
    private final Controller controller;
    private final MediaFolder folder;

    MediaApi(Controller controller, MediaFolder folder) {
        this.controller = controller;
        this.folder = folder;
    }

    /** The files that can be inserted. */
    HttpApi.Answer list(RoutingContext request) {
        JsonArray files = new JsonArray();
        try {
            folder.files()
                    .forEach((name, bytes) ->
                            files.add(new JsonObject().put("file", name).put("bytes", bytes)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        String text = new JsonObject()
                .put("folder", folder.path().toString())
                .put("files", files)
                .encode();
        return answer -> HttpApi.json(answer, text);
    }

    private interface Deed {
        HttpApi.Answer with(VirtualMachine machine) throws VirtualMachineException;
    }

    private HttpApi.Answer machine(RoutingContext request, Deed deed) {
        Optional<VirtualMachine> machine = controller.machine(String.valueOf(request.pathParam("vm")));
        if (machine.isEmpty()) {
            return HttpApi.failure(404, "There is no such VM.");
        }
        try {
            return deed.with(machine.get());
        } catch (VirtualMachineException e) {
            return HttpApi.failure(409, String.valueOf(e.getMessage()));
        }
    }

    /** What is in a machine's drive. */
    HttpApi.Answer inserted(RoutingContext request) {
        return machine(request, machine -> {
            Optional<Path> medium = machine.medium();
            String text = new JsonObject()
                    .put(
                            "file",
                            medium.map(file -> String.valueOf(file.getFileName()))
                                    .orElse(null))
                    .encode();
            return answer -> HttpApi.json(answer, text);
        });
    }

    HttpApi.Answer insert(RoutingContext request) {
        return machine(request, machine -> {
            JsonObject body = HttpApi.body(request);
            if (body == null || !(body.getValue("file") instanceof String name)) {
                return HttpApi.failure(400, "The body must be {\"file\": \"NAME\"}, a file of the media folder.");
            }
            Optional<Path> file = folder.find(name);
            if (file.isEmpty()) {
                return HttpApi.failure(
                        404, "There is no file of this name in the media folder, which is " + folder.path() + ".");
            }
            machine.insert(file.get());
            return HttpApi::done;
        });
    }

    HttpApi.Answer eject(RoutingContext request) {
        return machine(request, machine -> {
            machine.eject();
            return HttpApi::done;
        });
    }
}
