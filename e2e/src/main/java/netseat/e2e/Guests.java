package netseat.e2e;

import java.nio.file.Files;
import java.nio.file.Path;

/** The guests of the tests, as TOML for {@code --config}. All have no network card. */
public final class Guests {
    /** GRUB's rescue shell: an operating system without any remote interface. */
    public static final String GRUB = "cdrom = \"/usr/lib/grub-rescue/grub-rescue-cdrom.iso\"\nmemory = 64\n";

    private Guests() {}

    /** The demo's small Linux, which reports every input event that it receives to its serial port. */
    public static String linux(String keyboard, String pointer) {
        return input("", keyboard, pointer);
    }

    /** The same with a screen of 1024x768 pixels instead of 80x25 characters. */
    public static String linuxInPixels(String keyboard, String pointer) {
        return input(" vga=0x344", keyboard, pointer);
    }

    private static String input(String arguments, String keyboard, String pointer) {
        return linux("quiet loglevel=0 netseat.report=ttyS0" + arguments)
                + "memory = 128\n"
                + "keyboard = \"" + keyboard + "\"\n"
                + "pointer = \"" + pointer + "\"\n";
    }

    /**
     * The same Linux with a program that draws on every head, each in the size that it asks for, and reports each change to
     * the serial port as {@code head 1 1024x768}.
     */
    public static String heads(int count, int width, int height) {
        return linux("quiet loglevel=0 netseat.report=ttyS0 netseat.heads")
                + "memory = 256\n"
                + "display = \"virtio\"\n"
                + "heads = " + count + "\n"
                + "width = " + width + "\n"
                + "height = " + height + "\n";
    }

    /** The same Linux that reports its input, with several heads that have a keyboard and a tablet each. */
    public static String inputPerHead(int heads) {
        return linux("quiet loglevel=0 netseat.report=ttyS0")
                + "memory = 256\n"
                + "display = \"virtio\"\n"
                + "heads = " + heads + "\n"
                + "input = \"per-head\"\n";
    }

    /**
     * The same Linux with a program that draws what moves, on 1024x768: a letter that it is sent on the serial port chooses the
     * scene; the head of {@code demo/scenes.asm} says more.
     */
    public static String scenes() {
        return linux("quiet loglevel=0 netseat.report=ttyS0 netseat.scenes vga=0x344")
                + "memory = 128\n"
                + "pointer = \"ps2\"\n";
    }

    /**
     * The machine of docs/automation.md's worked example: an empty disk, the medium to install from, and GRUB's rescue CD.
     *
     * @param disk a raw image
     * @param medium a copy of what {@code demo/build-installer} makes, for the machine may write to it
     */
    public static String installer(Path disk, Path medium) {
        return "memory = 192\n"
                + "disks = [\"" + disk + "\", \"" + medium + "\"]\n"
                + "cdrom = \"/usr/lib/grub-rescue/grub-rescue-cdrom.iso\"\n";
    }

    /** Debian's own installer, at its first question, on a screen of pixels. */
    public static String debianInstaller() {
        Path images = built("debian-installer");
        return "kernel = \"" + images.resolve("linux") + "\"\n"
                + "initrd = \"" + images.resolve("initrd.gz") + "\"\n"
                + "arguments = \"vga=788 --- quiet\"\n"
                + "memory = 1024\n";
    }

    private static String linux(String arguments) {
        Path linux = built("linux");
        return "kernel = \"" + linux.resolve("vmlinuz") + "\"\n"
                + "initrd = \"" + linux.resolve("initrd.gz") + "\"\n"
                + "arguments = \"" + arguments + "\"\n";
    }

    public static String machine(String name, String definition) {
        return "[vm." + name + "]\n" + definition + "\n";
    }

    public static String seat(String name, String machine) {
        return "[seat." + name + "]\nvm = \"" + machine + "\"\n\n";
    }

    /** The folder of a guest that has been built. */
    static Path built(String guest) {
        return builtGuests().resolve(guest);
    }

    /** Where the guests are that have been built. */
    public static Path builtGuests() {
        return root().resolve("target").resolve("guests");
    }

    /** The repository's root, which is the working folder or one above it. */
    static Path root() {
        Path here = Path.of("").toAbsolutePath();
        for (Path folder = here; folder != null; folder = folder.getParent()) {
            if (Files.isDirectory(folder.resolve("target").resolve("guests"))) {
                return folder;
            }
        }
        throw new IllegalStateException("the demo's guests are not built; ./test and ./bench build them");
    }
}
