package netseat.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import netseat.controller.Controller;
import netseat.controller.DeviceUnit;
import netseat.controller.Plug;
import netseat.controller.Seat;
import netseat.hypervisor.VirtualMachine;
import netseat.hypervisor.VmSpec;

/** Plugs seats and devices, and lets keyboards type into several machines. Is run by the caller where it may block. */
final class PlugApi {
    private static final String NO_SUCH_SEAT = "There is no such seat.";
    private static final String NO_SUCH_VM = "There is no such VM.";

    private final Controller controller;

    PlugApi(Controller controller) {
        this.controller = controller;
    }

    HttpApi.Answer seat(RoutingContext request) {
        Optional<Seat> seat = seatOf(request);
        if (seat.isEmpty()) {
            return HttpApi.failure(404, NO_SUCH_SEAT);
        }
        JsonObject body = HttpApi.body(request);
        if (body == null || !body.containsKey("vm")) {
            return HttpApi.failure(
                    400,
                    "The body must be {\"vm\": \"NAME\"} or {\"vm\": null}, and may have \"head\" and \"observe\".");
        }
        return plug(body, plug -> controller.plug(seat.get(), plug));
    }

    /** A device that is known, apart from its seat or as its seat again. */
    HttpApi.Answer device(RoutingContext request) {
        Optional<DeviceUnit> device = DeviceApi.id(request)
                .filter(id -> controller.admission().devices().stream()
                        .anyMatch(known -> known.id().equals(id)));
        if (device.isEmpty()) {
            return HttpApi.failure(404, "There is no such device.");
        }
        JsonObject body = HttpApi.body(request);
        if (body != null && Boolean.TRUE.equals(body.getValue("follow"))) {
            controller.followSeat(device.get());
            return HttpApi::done;
        }
        if (body == null || !body.containsKey("vm")) {
            return HttpApi.failure(
                    400,
                    "The body must be {\"vm\": \"NAME\"} or {\"vm\": null}, and may have \"head\" and \"observe\"; or"
                            + " {\"follow\": true}.");
        }
        return plug(body, plug -> controller.plug(device.get(), plug));
    }

    private HttpApi.Answer plug(JsonObject body, Consumer<Plug> deed) {
        Object vm = body.getValue("vm");
        Optional<VirtualMachine> machine = vm instanceof String name ? controller.machine(name) : Optional.empty();
        if (vm != null && machine.isEmpty()) {
            return HttpApi.failure(404, NO_SUCH_VM);
        }
        if (!(body.getValue("head", 0) instanceof Integer head)
                || (body.containsKey("head") && (head < 1 || head > VmSpec.Heads.MOST))) {
            return HttpApi.failure(400, "head must be 1 to " + VmSpec.Heads.MOST + ".");
        }
        if (!(body.getValue("observe", false) instanceof Boolean observe)) {
            return HttpApi.failure(400, "observe must be true or false.");
        }
        if (machine.isPresent() && !new Plug(machine.get(), head, observe).hasHead()) {
            int heads = machine.get().heads().size();
            return HttpApi.failure(
                    409, machine.get().name() + " has " + (heads == 1 ? "one head." : heads + " heads."));
        }
        try {
            deed.accept(new Plug(machine.orElse(null), head, observe));
            return HttpApi::done;
        } catch (IllegalArgumentException e) {
            return HttpApi.failure(409, String.valueOf(e.getMessage())); // it was removed meanwhile
        }
    }

    /** Into which machines a seat's keyboards type besides its own. */
    HttpApi.Answer broadcast(RoutingContext request) {
        Optional<Seat> seat = seatOf(request);
        if (seat.isEmpty()) {
            return HttpApi.failure(404, NO_SUCH_SEAT);
        }
        String text = new JsonObject().put("vms", names(seat.get())).encode();
        return answer -> HttpApi.json(answer, text);
    }

    /** The names of those machines. */
    static JsonArray names(Seat seat) {
        return new JsonArray(seat.broadcast().stream().map(VirtualMachine::name).toList());
    }

    HttpApi.Answer startBroadcast(RoutingContext request) {
        Optional<Seat> seat = seatOf(request);
        if (seat.isEmpty()) {
            return HttpApi.failure(404, NO_SUCH_SEAT);
        }
        JsonObject body = HttpApi.body(request);
        if (body == null || !(body.getValue("vms") instanceof JsonArray names)) {
            return HttpApi.failure(400, "The body must be {\"vms\": [\"NAME\", …]}.");
        }
        List<VirtualMachine> machines = new ArrayList<>();
        for (Object name : names) {
            Optional<VirtualMachine> machine =
                    name instanceof String text ? controller.machine(text) : Optional.empty();
            if (machine.isEmpty()) {
                return HttpApi.failure(404, NO_SUCH_VM);
            }
            machines.add(machine.get());
        }
        return seat.get().broadcastTo(machines)
                ? HttpApi::done
                : HttpApi.failure(409, "Nobody sits at seat " + seat.get().name() + ".");
    }

    HttpApi.Answer endBroadcast(RoutingContext request) {
        Optional<Seat> seat = seatOf(request);
        return seat.map(at -> at.broadcastTo(List.of())).orElse(false)
                ? HttpApi::done
                : HttpApi.failure(404, NO_SUCH_SEAT);
    }

    private Optional<Seat> seatOf(RoutingContext request) {
        return controller.seat(String.valueOf(request.pathParam("seat")));
    }

    /** A plug, as the API says it. */
    static JsonObject json(Plug plug) {
        VirtualMachine machine = plug.machine();
        return new JsonObject()
                .put("vm", machine == null ? null : machine.name())
                .put("head", plug.head() == 0 ? null : plug.head())
                .put("observe", plug.observe());
    }
}
