package netseat.configuration;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import netseat.hypervisor.VmSpec;

/**
 * A machine while its table is read, one key after the other: a value that cannot be is noted at its own place and left out, so
 * that all of them are told at once.
 */
final class MachineDraft {
    private final Table table;
    private final UnaryOperator<Path> resolve;
    private final String name;
    private String title;
    private int cpus;
    private int memoryMiB;
    private VmSpec.Firmware firmware;
    private List<Path> disks;
    private List<Path> cdrom; // one at most
    private List<Path> kernel; // one at most
    private List<Path> initrd; // one at most
    private String arguments;
    private VmSpec.DisplayKind display;
    private VmSpec.Heads heads;
    private VmSpec.KeyboardKind keyboard;
    private VmSpec.PointerKind pointer;
    private VmSpec.InputKind input;
    private VmSpec.NetworkKind network;

    /**
     * One with all defaults.
     *
     * @param resolve makes an absolute path of one in the table
     */
    MachineDraft(Table table, String name, UnaryOperator<Path> resolve) {
        this.table = table;
        this.resolve = resolve;
        VmSpec plain = plain(name);
        this.name = plain.name();
        title = plain.title();
        cpus = plain.cpus();
        memoryMiB = plain.memoryMiB();
        firmware = plain.firmware();
        disks = plain.disks();
        cdrom = plain.cdrom().stream().toList();
        kernel = plain.kernel().stream().toList();
        initrd = plain.initrd().stream().toList();
        arguments = plain.kernelArguments();
        display = plain.display();
        heads = plain.heads();
        keyboard = plain.keyboard();
        pointer = plain.pointer();
        input = plain.input();
        network = plain.network();
    }

    private VmSpec plain(String of) {
        try {
            return VmSpec.named(of);
        } catch (IllegalArgumentException e) {
            table.fault(String.valueOf(e.getMessage()));
            return VmSpec.named("x");
        }
    }

    /** Reads every key; first those that others depend on. */
    VmSpec read() {
        take("title", table.text("title"), title, value -> title = value);
        take("cpus", table.number("cpus"), cpus, value -> cpus = value);
        take("memory", table.number("memory"), memoryMiB, value -> memoryMiB = value);
        take("firmware", table.choice("firmware", VmSpec.Firmware.class), firmware, value -> firmware = value);
        take("disks", files("disks", table.texts("disks").stream()), disks, value -> disks = value);
        take("cdrom", files("cdrom", table.text("cdrom").stream()), cdrom, value -> cdrom = value);
        take("kernel", files("kernel", table.text("kernel").stream()), kernel, value -> kernel = value);
        take("initrd", files("initrd", table.text("initrd").stream()), initrd, value -> initrd = value);
        take("arguments", table.text("arguments"), arguments, value -> arguments = value);
        take("display", table.choice("display", VmSpec.DisplayKind.class), display, value -> display = value);
        takeHeads();
        take("keyboard", table.choice("keyboard", VmSpec.KeyboardKind.class), keyboard, value -> keyboard = value);
        take("pointer", table.choice("pointer", VmSpec.PointerKind.class), pointer, value -> pointer = value);
        takeInput();
        take("network", table.choice("network", VmSpec.NetworkKind.class), network, value -> network = value);
        return made();
    }

    /** The usual keyboard, of which a PC has one only, gives way to one that each head can have. */
    private void takeInput() {
        Optional<VmSpec.InputKind> value = table.choice("input", VmSpec.InputKind.class);
        if (value.equals(Optional.of(VmSpec.InputKind.PER_HEAD)) && !table.has("keyboard")) {
            keyboard = VmSpec.KeyboardKind.USB;
        }
        take("input", value, input, kind -> input = kind);
    }

    private void takeHeads() {
        take("heads", table.number("heads"), heads.count(), count -> heads = new VmSpec.Heads(count, 0, 0));
        int width = table.number("width").orElse(0);
        int height = table.number("height").orElse(0);
        VmSpec.Heads before = heads;
        try {
            heads = new VmSpec.Heads(before.count(), width, height);
        } catch (IllegalArgumentException e) {
            table.fault(table.has("width") ? "width" : "height", String.valueOf(e.getMessage()));
        }
    }

    /** Takes a value if the machine can have it together with those that were taken. */
    private <V> void take(String key, Optional<V> value, V present, Consumer<V> field) {
        if (value.isPresent()) {
            try {
                field.accept(value.get());
                Objects.requireNonNull(made());
            } catch (IllegalArgumentException e) {
                field.accept(present);
                table.fault(key, String.valueOf(e.getMessage()));
            }
        }
    }

    private VmSpec made() {
        return new VmSpec(
                name,
                title,
                cpus,
                memoryMiB,
                firmware,
                disks,
                cdrom.stream().findFirst(),
                kernel.stream().findFirst(),
                initrd.stream().findFirst(),
                arguments,
                display,
                heads,
                keyboard,
                pointer,
                input,
                network);
    }

    /** The files that a key names. */
    private Optional<List<Path>> files(String key, Stream<String> texts) {
        try {
            return Optional.of(texts.map(Path::of).map(resolve).toList());
        } catch (IllegalArgumentException e) {
            table.fault(key, key + " names no file: " + e.getMessage());
            return Optional.empty();
        }
    }
}
