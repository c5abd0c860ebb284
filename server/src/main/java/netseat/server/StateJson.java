package netseat.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import netseat.controller.Adapter;
import netseat.controller.Controller;
import netseat.controller.DeviceUnit;
import netseat.controller.DisplayAdapter;
import netseat.controller.Plug;
import netseat.controller.Presets;
import netseat.controller.Seat;
import netseat.controller.StageTimes;
import netseat.controller.StageTimes.Stage;
import netseat.controller.Transport;
import netseat.hypervisor.VirtualMachine;
import netseat.protocol.DeviceId;
import netseat.screen.Framebuffer;
import org.HdrHistogram.Histogram;

/** What the controller knows, as the API says it. */
final class StateJson {
    private static final double NANOS_PER_MILLI = 1e6;

    private StateJson() {}

    static JsonObject of(Controller controller, String accelerator) {
        JsonArray machines = new JsonArray();
        controller.machines().forEach(machine -> machines.add(machine(machine)));
        JsonArray seats = new JsonArray();
        controller.seats().forEach(seat -> seats.add(seat(seat, controller)));
        return new JsonObject()
                .put("controller", controller.name())
                .put("accelerator", accelerator)
                .put("links", controller.links())
                .put("transports", transports(controller))
                .put("faults", controller.faults())
                .put("vms", machines)
                .put("seats", seats);
    }

    private static JsonObject transports(Controller controller) {
        JsonObject transports = new JsonObject();
        for (Transport transport : Transport.values()) {
            transports.put(lower(transport), controller.links(transport));
        }
        return transports;
    }

    private static JsonObject machine(VirtualMachine machine) {
        Framebuffer picture = machine.display().picture();
        return new JsonObject()
                .put("name", machine.name())
                .put("title", machine.spec().title())
                .put("state", lower(machine.state()))
                .put("own", machine.isOwn())
                .put("lastWords", machine.lastWords())
                .put("cpus", machine.spec().cpus())
                .put("memory", machine.spec().memoryMiB())
                .put("heads", machine.heads().size())
                .put("input", lower(machine.spec().input()))
                .put("network", lower(machine.spec().network()))
                .put("width", picture.width())
                .put("height", picture.height())
                .put("pointer", machine.pointer().absolute() ? "absolute" : "relative")
                .put("touch", machine.touch().contacts());
    }

    private static JsonObject seat(Seat seat, Controller controller) {
        Presets presets = controller.presets();
        JsonArray peripherals = new JsonArray();
        for (Adapter adapter : seat.members()) {
            DeviceUnit owner = adapter.owner();
            Optional<Plug> own = owner == null ? Optional.empty() : controller.ownPlug(owner);
            peripherals.add(new JsonObject()
                    .put("name", adapter.name())
                    .put("class", lower(adapter.attachment().peripheralClass()))
                    .put("model", adapter.attachment().model())
                    .put(
                            "device",
                            presets.deviceOf(adapter).map(DeviceId::toString).orElse(null))
                    .put("unit", adapter.attachment().unit())
                    .put("preset", presets.nameFor(adapter))
                    .put("plug", own.map(PlugApi::json).orElse(null))
                    .put("dark", adapter instanceof DisplayAdapter display && display.isDark()));
        }
        return new JsonObject()
                .put("name", seat.name())
                .mergeIn(PlugApi.json(seat.plug()))
                .put("preset", presets.nameFor(seat.name()))
                .put("broadcast", PlugApi.names(seat))
                .put("menu", seat.isMenuOpen())
                .put("links", seat.links())
                .put("peripherals", peripherals);
    }

    /** The stages of the road: counts, and times in milliseconds. */
    static JsonObject of(StageTimes times) {
        JsonObject stages = new JsonObject();
        for (Stage stage : Stage.values()) {
            Histogram histogram = times.total(stage);
            stages.put(
                    lower(stage),
                    new JsonObject()
                            .put("count", histogram.getTotalCount())
                            .put("p50", histogram.getValueAtPercentile(50) / NANOS_PER_MILLI)
                            .put("p99", histogram.getValueAtPercentile(99) / NANOS_PER_MILLI)
                            .put("max", histogram.getMaxValue() / NANOS_PER_MILLI));
        }
        return stages;
    }

    /** The controller's own process: what it is, its age in seconds, its heap in bytes. */
    static JsonObject ofProcess() {
        Runtime runtime = Runtime.getRuntime();
        return new JsonObject()
                .put("version", Main.VERSION)
                .put("java", Runtime.version().toString())
                .put("system", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .put("processors", runtime.availableProcessors())
                .put(
                        "uptime",
                        TimeUnit.MILLISECONDS.toSeconds(
                                ManagementFactory.getRuntimeMXBean().getUptime()))
                .put("pid", ProcessHandle.current().pid())
                .put("heapUsed", runtime.totalMemory() - runtime.freeMemory())
                .put("heapMost", runtime.maxMemory());
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
