package netseat.hypervisor;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A virtual machine as declared. A value; {@link #named} gives the defaults.
 *
 * @param name a letter or digit, then up to 31 letters, digits, '-' and '_'
 * @param title for people; may be the name
 * @param cpus 1 to 64
 * @param memoryMiB 1 to 1,048,576
 * @param firmware what runs first
 * @param disks image files, in order; the first is the first boot disk
 * @param cdrom an ISO image
 * @param kernel a kernel (or any multiboot/Linux-protocol image, such as memtest86+) that the firmware starts at once
 * @param initrd the kernel's initial RAM disk
 * @param kernelArguments the kernel's command line
 * @param display what draws
 * @param heads how many screens it draws on, and how large they are at first
 * @param keyboard what types
 * @param pointer what points
 * @param input whose keyboard and pointer those are
 * @param network whether and how the guest's own network card exists
 */
public record VmSpec(
        String name,
        String title,
        int cpus,
        int memoryMiB,
        Firmware firmware,
        List<Path> disks,
        Optional<Path> cdrom,
        Optional<Path> kernel,
        Optional<Path> initrd,
        String kernelArguments,
        DisplayKind display,
        Heads heads,
        KeyboardKind keyboard,
        PointerKind pointer,
        InputKind input,
        NetworkKind network) {

    /** What runs first in the machine. */
    public enum Firmware {
        BIOS,
        UEFI
    }

    /** The display adapter. */
    public enum DisplayKind {
        /** A plain VGA: works in every guest from the first character. */
        VGA,
        /** virtio-vga: VGA until the guest's driver takes over. */
        VIRTIO
    }

    /**
     * The heads of the display adapter: what a monitor is plugged into.
     *
     * @param count 1 to {@link #MOST}
     * @param width what the guest is told that its monitors are made for, in pixels; 0 with height 0 = it is told nothing
     *     special
     * @param height likewise
     */
    public record Heads(int count, int width, int height) {
        /** As many as virtio-vga has. */
        public static final int MOST = 16;

        /** The most of them that have a keyboard and a pointer each: a PC has no places for more devices. */
        public static final int MOST_WITH_INPUT = 8;

        /** One head of the usual size. */
        public static final Heads ONE = new Heads(1, 0, 0);

        /** Checks every bound; the message of the exception is fit for an operator. */
        public Heads {
            check(count >= 1 && count <= MOST, "heads must be 1 to " + MOST + ", not " + count);
            check(
                    (width == 0 && height == 0) || LogicalDisplay.isSize(width, height),
                    "width and height must both be given, " + LogicalDisplay.SIZES + ", not " + width + "x" + height);
        }
    }

    /** The keyboard. */
    public enum KeyboardKind {
        PS2,
        USB,
        VIRTIO
    }

    /** The pointing device. */
    public enum PointerKind {
        /** A PS/2 mouse: relative. */
        PS2,
        /** A USB mouse: relative. */
        USB,
        /** A virtio mouse: relative. */
        VIRTIO,
        /** A USB tablet: absolute. */
        TABLET,
        /** The same, and a touch screen where the hypervisor has one. */
        TOUCH
    }

    /** Whose the keyboard and the pointer are. */
    public enum InputKind {
        /** The machine has one of each, whatever the number of its heads. */
        SHARED,
        /** Each head has its own, so that several people can work on one machine. */
        PER_HEAD
    }

    /** The guest's own network. */
    public enum NetworkKind {
        /** No network card at all. */
        NONE,
        /** A card behind user-mode address translation. */
        USER
    }

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_-]{0,31}");

    /** Checks every bound; the message of the exception is fit for an operator. */
    public VmSpec {
        disks = List.copyOf(disks);
        heads = Objects.requireNonNullElse(heads, Heads.ONE); // what a controller before this one wrote has none
        input = Objects.requireNonNullElse(input, InputKind.SHARED); // likewise
        check(
                isName(name),
                "a VM's name is a letter or digit, then up to 31 of them or '-' or '_', not \"" + name + '"');
        check(cpus >= 1 && cpus <= 64, "cpus must be 1 to 64, not " + cpus);
        check(memoryMiB >= 1 && memoryMiB <= 1 << 20, "memory must be 1 to 1048576 MiB, not " + memoryMiB);
        check(disks.size() <= 8, "at most 8 disks, not " + disks.size());
        check(title.length() <= 80, "a title has at most 80 characters");
        check(kernelArguments.length() <= 2048, "the kernel's arguments have at most 2048 characters");
        check(
                heads.count() == 1 || display == DisplayKind.VIRTIO,
                heads.count() + " heads need display = \"virtio\": a plain VGA has one");
        check(
                input == InputKind.SHARED || keyboard != KeyboardKind.PS2,
                "input = \"per-head\" needs keyboard = \"usb\" or \"virtio\": a PC has one PS/2 keyboard");
        check(
                input == InputKind.SHARED || (pointer != PointerKind.PS2 && pointer != PointerKind.TOUCH),
                "input = \"per-head\" needs pointer = \"tablet\", \"usb\" or \"virtio\"");
        check(
                input == InputKind.SHARED || heads.count() <= Heads.MOST_WITH_INPUT,
                "input = \"per-head\" goes with at most " + Heads.MOST_WITH_INPUT + " heads, not " + heads.count());
        check(kernel.isPresent() || initrd.isEmpty(), "an initrd needs a kernel");
        check(kernel.isPresent() || kernelArguments.isEmpty(), "kernel arguments need a kernel");
    }

    private static void check(boolean good, String otherwise) {
        if (!good) {
            throw new IllegalArgumentException(otherwise);
        }
    }

    /** Whether a machine may have this name. */
    public static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** How many keyboards and pointers the guest has: one of each, or one of each for every head. */
    public int inputs() {
        return input == InputKind.PER_HEAD ? heads.count() : 1;
    }

    /** One processor, 256 MiB, BIOS, VGA, PS/2 keyboard, USB tablet, no disk and no network. */
    public static VmSpec named(String name) {
        return new VmSpec(
                name,
                name,
                1,
                256,
                Firmware.BIOS,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                DisplayKind.VGA,
                Heads.ONE,
                KeyboardKind.PS2,
                PointerKind.TABLET,
                InputKind.SHARED,
                NetworkKind.NONE);
    }
}
