package netseat.configuration;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import netseat.controller.AddressRange;
import netseat.controller.MenuSettings;
import netseat.controller.NamedPlug;
import netseat.controller.Preset;
import netseat.controller.PresetFields;
import netseat.hypervisor.VmSpec;
import tools.jackson.databind.JsonNode;

/**
 * Makes a declaration of tables; docs/operations.md describes them. Everything unknown is refused, so that a misspelt key is not
 * silently without effect, and everything that is wrong is noted, not only the first of it.
 */
final class DeclarationReader {
    private static final Set<String> MACHINE_KEYS = Set.of(
            "title",
            "cpus",
            "memory",
            "firmware",
            "disks",
            "cdrom",
            "kernel",
            "initrd",
            "arguments",
            "display",
            "heads",
            "width",
            "height",
            "keyboard",
            "pointer",
            "input",
            "network",
            "autostart",
            "qmp",
            "bus");

    /** What a machine that somebody else runs may say: of the rest, its owner decides. */
    private static final Set<String> FOREIGN_KEYS =
            Set.of("title", "cpus", "memory", "display", "heads", "keyboard", "pointer", "qmp", "bus");

    /** The group of named sets of plugs. */
    static final String PLUG_PRESET = "plug-preset";

    private static final Pattern HOST_NAME = Pattern.compile("[A-Za-z0-9._-]{1,253}");

    private static final String NAMES = "'s name is like a VM's: letters, digits, '-' and '_'";

    private final UnaryOperator<Path> resolve;
    private final Faults faults;
    private final Declaration read = Declaration.empty();

    /**
     * A reader of one file.
     *
     * @param resolve makes an absolute path of one in the file
     */
    DeclarationReader(UnaryOperator<Path> resolve, Faults faults) {
        this.resolve = resolve;
        this.faults = faults;
    }

    /** What the whole file declares. */
    Declaration read(JsonNode tree) {
        Table root = new Table(tree, List.of(), faults);
        root.knows(Set.of("vm", "seat", "preset", PLUG_PRESET, "libvirt", "devices", "menu", "https", "openid"));
        if (root.has("libvirt")) {
            Table libvirt = root.table("libvirt");
            libvirt.knows(Set.of("uri"));
            read.libvirts().add(libvirt.text("uri").orElse("qemu:///system"));
        }
        group(root, "vm", (name, table) -> read.machines().put(name, machine(name, table)));
        group(
                root,
                "preset",
                (name, table) ->
                        preset(table).ifPresent(preset -> read.presets().put(name, preset)));
        group(root, "seat", (name, table) -> read.seats().put(name, seat(table)));
        group(root, PLUG_PRESET, (name, table) -> read.plugPresets().put(name, plugs(table)));
        if (root.has("devices")) {
            devices(root.table("devices"));
        }
        if (root.has("https")) {
            https(root.table("https"));
        }
        if (root.has("openid")) {
            OpenIdReader.read(root.table("openid"), resolve).ifPresent(read.openIds()::add);
        }
        if (root.has("menu")) {
            menu(root.table("menu"));
        }
        return read;
    }

    private void https(Table table) {
        table.knows(Set.of("certificate", "key", "names"));
        if (table.has("certificate") != table.has("key")) {
            table.fault(
                    table.has("certificate") ? "certificate" : "key",
                    "https needs both certificate and key, or neither for one of the controller's own");
        }
        List<String> names = table.texts("names");
        names.stream()
                .filter(name -> !HOST_NAME.matcher(name).matches())
                .forEach(name -> table.fault("names", "\"" + name + "\" is no host's name, such as desk.example.org"));
        read.https()
                .add(new Declaration.Https(
                        table.text("certificate").map(Path::of).map(resolve),
                        table.text("key").map(Path::of).map(resolve),
                        names));
    }

    private interface Entry {
        void read(String name, Table table);
    }

    private static void group(Table root, String group, Entry entry) {
        if (root.has(group) && !root.value(group).isObject()) {
            root.fault(group, group + " must be a table for each of them, such as [" + group + ".NAME]");
            return;
        }
        for (Map.Entry<String, Table> each : root.table(group).tables()) {
            // A VM's name is checked with the VM.
            if (!group.equals("vm") && !VmSpec.isName(each.getKey())) {
                each.getValue().fault("a " + group + NAMES);
            }
            entry.read(each.getKey(), each.getValue());
        }
    }

    Declaration.Machine machine(String name, Table table) {
        table.knows(MACHINE_KEYS);
        VmSpec spec = new MachineDraft(table, name, resolve).read();
        Optional<Path> qmp = socket(table, "qmp");
        Optional<Path> bus = socket(table, "bus");
        if (table.has("qmp") != table.has("bus")) {
            table.fault(
                    table.has("qmp") ? "qmp" : "bus", "a VM that somebody else runs is reached by both qmp and bus");
        }
        if (table.has("qmp") && table.has("bus")) {
            for (String key : table.keys()) {
                if (MACHINE_KEYS.contains(key) && !FOREIGN_KEYS.contains(key)) {
                    table.fault(key, "unknown key \"" + key + "\" for a VM that somebody else runs: it is its owner's");
                }
            }
        }
        boolean autostart = table.flag("autostart").orElse(true);
        Optional<Declaration.Foreign> foreign =
                qmp.flatMap(at -> bus.map(display -> new Declaration.Foreign(at, display)));
        return new Declaration.Machine(spec, autostart && foreign.isEmpty(), foreign);
    }

    private Optional<Path> socket(Table table, String key) {
        try {
            return table.text(key).map(Path::of).map(resolve);
        } catch (IllegalArgumentException e) {
            table.fault(key, key + " names no socket: " + e.getMessage());
            return Optional.empty();
        }
    }

    private static Declaration.Seat seat(Table table) {
        table.knows(Set.of("vm", "lossless", "preset", "vms"));
        return new Declaration.Seat(
                table.text("vm"),
                table.flag("lossless").orElse(false),
                table.text("preset"),
                table.has("vms") ? Optional.of(table.texts("vms")) : Optional.empty());
    }

    private static Optional<Preset> preset(Table table) {
        Map<String, Object> good = new LinkedHashMap<>();
        table.knows(PresetFields.NAMES);
        for (String key : table.keys()) {
            if (PresetFields.NAMES.contains(key)) {
                try {
                    PresetFields.read(Map.of(key, plain(table.value(key))));
                    good.put(key, plain(table.value(key)));
                } catch (IllegalArgumentException e) {
                    table.fault(key, String.valueOf(e.getMessage()));
                }
            }
        }
        try {
            return Optional.of(PresetFields.read(good));
        } catch (IllegalArgumentException e) {
            table.fault(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }

    /** A table of texts as a map, everything else as a text. */
    private static Object plain(JsonNode value) {
        if (!value.isObject()) {
            return text(value);
        }
        Map<String, String> texts = new LinkedHashMap<>();
        value.properties().forEach(entry -> texts.put(entry.getKey(), text(entry.getValue())));
        return texts;
    }

    private static String text(JsonNode value) {
        return value.isValueNode() ? value.asString() : value.toString();
    }

    /** For each seat a VM's name, or a table that says how as well. */
    private static Map<String, NamedPlug> plugs(Table table) {
        Map<String, NamedPlug> plugs = new LinkedHashMap<>();
        for (String seat : table.keys()) {
            if (table.value(seat).isObject()) {
                plugs.put(seat, plug(table.table(seat)));
            } else {
                table.text(seat).ifPresent(vm -> plugs.put(seat, NamedPlug.into(vm)));
            }
        }
        return plugs;
    }

    private static NamedPlug plug(Table table) {
        table.knows(Set.of("vm", "head", "observe"));
        String vm = table.text("vm").orElse("");
        if (vm.isEmpty()) {
            table.fault("a plug names its vm");
        }
        int head = table.number("head").orElse(0);
        if (table.has("head") && (head < 1 || head > VmSpec.Heads.MOST)) {
            table.fault("head", "head must be 1 to " + VmSpec.Heads.MOST);
            head = 0;
        }
        return new NamedPlug(vm, head, table.flag("observe").orElse(false));
    }

    private void devices(Table table) {
        table.knows(Set.of("plain-from"));
        for (String range : table.texts("plain-from")) {
            try {
                read.plainFrom().add(AddressRange.parse(range));
            } catch (IllegalArgumentException e) {
                table.fault("plain-from", "plain-from: " + e.getMessage());
            }
        }
    }

    private void menu(Table table) {
        table.knows(Set.of("hotkey", "language"));
        Optional<MenuSettings> key =
                menu(table, "hotkey", name -> MenuSettings.of(name, ""), MenuSettings.USUAL_HOTKEY);
        Optional<MenuSettings> words = menu(table, "language", name -> MenuSettings.of(MenuSettings.OFF, name), "");
        if (key.isPresent() && words.isPresent()) {
            read.menus().add(new MenuSettings(key.get().hotkey(), words.get().words()));
        }
    }

    private static Optional<MenuSettings> menu(
            Table table, String key, Function<String, MenuSettings> made, String usual) {
        try {
            return Optional.of(made.apply(table.text(key).orElse(usual)));
        } catch (IllegalArgumentException e) {
            table.fault(key, String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
