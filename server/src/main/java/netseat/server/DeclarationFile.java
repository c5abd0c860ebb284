package netseat.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import netseat.controller.AddressRange;
import netseat.controller.Preset;
import netseat.controller.PresetFields;
import netseat.controller.Presets;
import netseat.hypervisor.VmSpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.dataformat.toml.TomlMapper;

/**
 * Reads machines, seats and presets from a TOML file; docs/operations.md describes it. Everything unknown is refused, so that a
 * misspelt key is not silently without effect.
 */
final class DeclarationFile {
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
            "network",
            "autostart",
            "qmp",
            "bus");

    /** What a machine that somebody else runs may say: of the rest, its owner decides. */
    private static final Set<String> FOREIGN_KEYS =
            Set.of("title", "cpus", "memory", "display", "heads", "keyboard", "pointer", "qmp", "bus");

    private static final long MAX_LENGTH = 1 << 20;

    private final Path file;

    private DeclarationFile(Path file) {
        this.file = file;
    }

    /**
     * Reads the file.
     *
     * @throws IllegalArgumentException when it cannot be read or makes no sense; the message is fit for an operator
     */
    static Declaration read(Path file) {
        return new DeclarationFile(file).read();
    }

    private Declaration read() {
        JsonNode root;
        try {
            if (Files.size(file) > MAX_LENGTH) {
                throw new IllegalArgumentException(file + " is larger than any configuration");
            }
            root = new TomlMapper().readTree(Files.readString(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("cannot read " + file + ": " + e.getMessage(), e);
        } catch (JacksonException e) {
            throw new IllegalArgumentException(
                    file + ", line " + e.getLocation().getLineNr() + ": " + e.getOriginalMessage(), e);
        }
        Declaration declaration = Declaration.empty();
        check("", root, Set.of("vm", "seat", "preset", "libvirt", "devices"));
        if (root.has("libvirt")) {
            check("libvirt", root.path("libvirt"), Set.of("uri"));
            declaration
                    .libvirts()
                    .add(text("libvirt", root.path("libvirt"), "uri").orElse("qemu:///system"));
        }
        for (String group : List.of("vm", "seat", "preset")) {
            if (root.has(group) && !root.path(group).isObject()) {
                throw fault(group, "must be a table for each of them, such as [" + group + ".NAME]");
            }
        }
        for (Map.Entry<String, JsonNode> entry : root.path("vm").properties()) {
            String where = "vm." + entry.getKey();
            check(where, entry.getValue(), MACHINE_KEYS);
            declaration.machines().put(entry.getKey(), machine(where, entry.getKey(), entry.getValue()));
        }
        for (Map.Entry<String, JsonNode> entry : root.path("seat").properties()) {
            String where = "seat." + entry.getKey();
            check(where, entry.getValue(), Set.of("vm", "lossless", "preset"));
            if (!VmSpec.isName(entry.getKey())) {
                throw fault(where, "a seat's name is like a VM's: letters, digits, '-' and '_'");
            }
            Declaration.Seat seat = new Declaration.Seat(
                    text(where, entry.getValue(), "vm"),
                    flag(where, entry.getValue(), "lossless", false),
                    text(where, entry.getValue(), "preset"));
            declaration.seats().put(entry.getKey(), seat);
        }
        for (Map.Entry<String, JsonNode> entry : root.path("preset").properties()) {
            String where = "preset." + entry.getKey();
            if (!Presets.isName(entry.getKey())) {
                throw fault(where, "a preset's name is like a VM's: letters, digits, '-' and '_'");
            }
            declaration.presets().put(entry.getKey(), preset(where, entry.getValue()));
        }
        if (root.has("devices")) {
            check("devices", root.path("devices"), Set.of("plain-from"));
            for (String range : texts("devices", root.path("devices"), "plain-from")) {
                try {
                    declaration.plainFrom().add(AddressRange.parse(range));
                } catch (IllegalArgumentException e) {
                    throw fault("devices", "plain-from: " + e.getMessage());
                }
            }
        }
        return declaration;
    }

    private Declaration.Machine machine(String where, String name, JsonNode table) {
        VmSpec plain = VmSpec.named(VmSpec.isName(name) ? name : "x");
        try {
            VmSpec spec = new VmSpec(
                    name,
                    text(where, table, "title").orElse(name),
                    number(where, table, "cpus", plain.cpus()),
                    number(where, table, "memory", plain.memoryMiB()),
                    choice(where, table, "firmware", plain.firmware()),
                    paths(where, table, "disks"),
                    path(where, table, "cdrom"),
                    path(where, table, "kernel"),
                    path(where, table, "initrd"),
                    text(where, table, "arguments").orElse(""),
                    choice(where, table, "display", plain.display()),
                    new VmSpec.Heads(
                            number(where, table, "heads", plain.heads().count()),
                            number(where, table, "width", 0),
                            number(where, table, "height", 0)),
                    choice(where, table, "keyboard", plain.keyboard()),
                    choice(where, table, "pointer", plain.pointer()),
                    choice(where, table, "network", plain.network()));
            Optional<Declaration.Foreign> foreign = foreign(where, table);
            boolean autostart = foreign.isEmpty() && flag(where, table, "autostart", true);
            return new Declaration.Machine(spec, autostart, foreign);
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            throw message.startsWith(file.toString()) ? e : fault(where, message);
        }
    }

    private Preset preset(String where, JsonNode table) {
        if (!table.isObject()) {
            throw fault(where, "must be a table");
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        table.properties().forEach(field -> fields.put(field.getKey(), plain(field.getValue())));
        try {
            return PresetFields.read(fields);
        } catch (IllegalArgumentException e) {
            throw fault(where, String.valueOf(e.getMessage()));
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

    private Optional<Declaration.Foreign> foreign(String where, JsonNode table) {
        Optional<Path> qmp = path(where, table, "qmp");
        Optional<Path> bus = path(where, table, "bus");
        if (qmp.isPresent() != bus.isPresent()) {
            throw fault(where, "a VM that somebody else runs is reached by both qmp and bus");
        }
        if (qmp.isPresent()) {
            check(where, table, FOREIGN_KEYS);
        }
        return qmp.flatMap(socket -> bus.map(display -> new Declaration.Foreign(socket, display)));
    }

    private void check(String where, JsonNode table, Set<String> known) {
        if (!table.isObject()) {
            throw fault(where, "must be a table");
        }
        for (Map.Entry<String, JsonNode> entry : table.properties()) {
            if (!known.contains(entry.getKey())) {
                throw fault(
                        where,
                        "unknown key \"" + entry.getKey() + "\"; known are "
                                + known.stream().sorted().toList());
            }
        }
    }

    private Optional<String> text(String where, JsonNode table, String key) {
        JsonNode value = table.path(key);
        if (value.isMissingNode()) {
            return Optional.empty();
        }
        if (!value.isString()) {
            throw fault(where, key + " must be a text in quotes");
        }
        return Optional.of(value.stringValue());
    }

    private int number(String where, JsonNode table, String key, int otherwise) {
        JsonNode value = table.path(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.canConvertToInt() || !value.isIntegralNumber()) {
            throw fault(where, key + " must be a whole number");
        }
        return value.intValue();
    }

    private boolean flag(String where, JsonNode table, String key, boolean otherwise) {
        JsonNode value = table.path(key);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw fault(where, key + " must be true or false");
        }
        return value.booleanValue();
    }

    private <E extends Enum<E>> E choice(String where, JsonNode table, String key, E otherwise) {
        Optional<String> value = text(where, table, key);
        if (value.isEmpty()) {
            return otherwise;
        }
        E[] all = otherwise.getDeclaringClass().getEnumConstants();
        return Arrays.stream(all)
                .filter(one -> lower(one).equals(value.get()))
                .findFirst()
                .orElseThrow(() -> fault(
                        where,
                        key + " must be one of "
                                + Arrays.stream(all).map(DeclarationFile::lower).toList()));
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private Optional<Path> path(String where, JsonNode table, String key) {
        return text(where, table, key).map(this::resolve);
    }

    private List<Path> paths(String where, JsonNode table, String key) {
        return texts(where, table, key).stream().map(this::resolve).toList();
    }

    private List<String> texts(String where, JsonNode table, String key) {
        List<String> texts = new ArrayList<>();
        JsonNode list = table.path(key);
        if (!list.isMissingNode() && !list.isArray()) {
            throw fault(where, key + " must be a list of texts");
        }
        for (JsonNode each : list) {
            if (!each.isString()) {
                throw fault(where, key + " must be a list of texts");
            }
            texts.add(each.stringValue());
        }
        return texts;
    }

    private Path resolve(String path) {
        return file.toAbsolutePath().resolveSibling(path).normalize();
    }

    private IllegalArgumentException fault(String where, String words) {
        return new IllegalArgumentException(file + (where.isEmpty() ? "" : ", [" + where + "]") + ": " + words);
    }
}
