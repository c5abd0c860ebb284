package netseat.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code netseat vm add VM}. */
@Command(
        name = "add",
        description = {
            "Makes a VM that no configuration file declares; it is known after a restart too.",
            "What is not given is as in a file without that key (docs/operations.md)."
        })
final class VmAddCommand extends ApiCommand {
    @Parameters(paramLabel = "VM", description = "its name: letters, digits, '-' and '_'")
    private String machine = "";

    @Option(names = "--title", paramLabel = "TEXT", description = "for people")
    private @Nullable String title;

    @Option(names = "--cpus", paramLabel = "N", description = "processors, 1 to 64")
    private @Nullable Integer cpus;

    @Option(names = "--memory", paramLabel = "MIB", description = "memory in MiB")
    private @Nullable Integer memory;

    @Option(names = "--firmware", paramLabel = "KIND", description = "bios or uefi")
    private @Nullable String firmware;

    @Option(
            names = "--disk",
            paramLabel = "FILE",
            description = "a disk image on the controller's host; may be repeated")
    private List<Path> disks = new ArrayList<>();

    @Option(names = "--cdrom", paramLabel = "FILE", description = "a CD image on the controller's host")
    private @Nullable Path cdrom;

    @Option(names = "--display", paramLabel = "KIND", description = "vga or virtio")
    private @Nullable String display;

    @Option(names = "--heads", paramLabel = "N", description = "screens, with virtio")
    private @Nullable Integer heads;

    @Option(
            names = "--input",
            paramLabel = "KIND",
            description = "shared, or per-head: each head has a keyboard and a pointer of its own")
    private @Nullable String input;

    @Option(names = "--keyboard", paramLabel = "KIND", description = "ps2, usb or virtio")
    private @Nullable String keyboard;

    @Option(names = "--pointer", paramLabel = "KIND", description = "tablet, touch, ps2, usb or virtio")
    private @Nullable String pointer;

    @Option(names = "--network", paramLabel = "KIND", description = "none or user")
    private @Nullable String network;

    @Option(names = "--no-autostart", description = "does not start with the controller")
    private boolean manual;

    @Option(names = "--start", description = "starts it at once")
    private boolean start;

    @Override
    void run(Api api) {
        ObjectNode body = Api.body().put("name", machine);
        putTexts(body);
        if (cpus != null) {
            body.put("cpus", cpus);
        }
        if (memory != null) {
            body.put("memory", memory);
        }
        if (heads != null) {
            body.put("heads", heads);
        }
        if (manual) {
            body.put("autostart", false);
        }
        if (!disks.isEmpty()) {
            ArrayNode list = body.putArray("disks");
            disks.forEach(disk -> list.add(disk.toAbsolutePath().normalize().toString()));
        }
        api.post("vms", body);
        if (start) {
            api.post("vms/" + Api.part(machine) + "/start", Api.body());
        }
    }

    private void putTexts(ObjectNode body) {
        put(body, "title", title);
        put(body, "firmware", firmware);
        put(
                body,
                "cdrom",
                cdrom == null ? null : cdrom.toAbsolutePath().normalize().toString());
        put(body, "display", display);
        put(body, "input", input);
        put(body, "keyboard", keyboard);
        put(body, "pointer", pointer);
        put(body, "network", network);
    }

    private static void put(ObjectNode body, String key, @Nullable String value) {
        if (value != null) {
            body.put(key, value);
        }
    }
}
