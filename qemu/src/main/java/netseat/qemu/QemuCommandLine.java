package netseat.qemu;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import netseat.hypervisor.VmSpec;

/** The arguments that make QEMU the machine of a specification. Pure. */
final class QemuCommandLine {
    static final String PROGRAM = "qemu-system-x86_64";

    /** The read-only half of Debian's UEFI firmware. */
    static final Path UEFI_CODE = Path.of("/usr/share/OVMF/OVMF_CODE_4M.fd");

    /** What a machine's own UEFI variables begin as. */
    static final Path UEFI_VARIABLES = Path.of("/usr/share/OVMF/OVMF_VARS_4M.fd");

    /** The display adapter's name within QEMU. */
    static final String DISPLAY = "display";

    /** The CD drive's name within QEMU. */
    static final String CD_DRIVE = "cd";

    /** Enough for the keyboard and the pointers of all heads: USB 2 devices, all of them. */
    private static final String USB_PORTS = ",p2=15,p3=15";

    /** Drives on the two channels of the machine's own IDE controller, less one for the cdrom. */
    private static final int IDE_DISKS = 3;

    /** One image file. */
    record Image(Path path, String format) {}

    private final List<String> arguments = new ArrayList<>();
    private int bootIndex = 1;

    private QemuCommandLine() {}

    /**
     * The whole command.
     *
     * @param disks the specification's disks with their formats
     */
    static List<String> of(VmSpec spec, List<Image> disks, VmFolder folder, boolean kvm) {
        QemuCommandLine line = new QemuCommandLine();
        line.add(PROGRAM, "-name", "guest=" + spec.name(), "-nodefaults", "-no-user-config");
        line.add("-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny");
        line.add("-pidfile", folder.qemuPid().toString());
        // VMware's mouse behind vmport would turn a PS/2 mouse into a tablet as soon as a guest's driver finds it
        line.add("-machine", "pc,vmport=off");
        // the emulated processor has all that QEMU can emulate: today's distributions want more than its default
        line.add("-accel", kvm ? "kvm" : "tcg", "-cpu", kvm ? "host" : "max");
        line.add("-smp", "cpus=" + spec.cpus(), "-m", spec.memoryMiB() + "M");
        line.add("-S");
        line.sockets(folder);
        line.firmware(spec, folder);
        line.kernel(spec);
        line.disks(disks);
        line.cdrom(spec);
        line.display(spec, folder);
        line.input(spec);
        line.network(spec);
        return List.copyOf(line.arguments);
    }

    /** A value within an option of QEMU, whose commas would end it. */
    static String escape(String value) {
        return value.replace(",", ",,");
    }

    private void add(String... more) {
        arguments.addAll(List.of(more));
    }

    private void socket(String id, Path path) {
        add("-chardev", "socket,id=" + id + ",path=" + escape(path.toString()) + ",server=on,wait=off");
    }

    private void sockets(VmFolder folder) {
        socket("qmp", folder.qmpSocket());
        add("-mon", "chardev=qmp,mode=control");
        socket("monitor", folder.monitorSocket());
        add("-mon", "chardev=monitor,mode=control");
        socket("serial", folder.serialSocket());
        add("-device", "isa-serial,chardev=serial");
    }

    private void firmware(VmSpec spec, VmFolder folder) {
        if (spec.firmware() == VmSpec.Firmware.UEFI) {
            add("-drive", "if=pflash,unit=0,format=raw,readonly=on,file=" + escape(UEFI_CODE.toString()));
            add(
                    "-drive",
                    "if=pflash,unit=1,format=raw,file="
                            + escape(folder.uefiVariables().toString()));
        }
    }

    private void kernel(VmSpec spec) {
        spec.kernel().ifPresent(kernel -> add("-kernel", absolute(kernel)));
        spec.initrd().ifPresent(initrd -> add("-initrd", absolute(initrd)));
        if (!spec.kernelArguments().isEmpty()) {
            add("-append", spec.kernelArguments());
        }
    }

    /**
     * IDE, and AHCI for more than fit there: the firmware, DOS and every later system boot from these without a driver,
     * which none of them does from virtio.
     */
    private void disks(List<Image> disks) {
        if (disks.size() > IDE_DISKS) {
            add("-device", "ahci,id=ahci");
        }
        String[] places = {"ide.0,unit=0", "ide.0,unit=1", "ide.1,unit=1"};
        for (int i = 0; i < disks.size(); i++) {
            Image disk = disks.get(i);
            add("-drive", drive("disk" + i, disk.path(), disk.format()));
            String place = i < IDE_DISKS ? places[i] : "ahci." + (i - IDE_DISKS);
            add("-device", "ide-hd,drive=disk" + i + ",bus=" + place + ",bootindex=" + bootIndex++);
        }
    }

    /** Every machine has the drive, so that media can be put into it. */
    private void cdrom(VmSpec spec) {
        String device = "ide-cd,id=" + CD_DRIVE + ",bus=ide.1,unit=0";
        if (spec.cdrom().isPresent()) {
            add("-drive", drive("cdrom", spec.cdrom().get(), "raw") + ",media=cdrom,readonly=on");
            add("-device", device + ",drive=cdrom,bootindex=" + bootIndex++);
        } else {
            add("-device", device);
        }
    }

    private static String drive(String id, Path file, String format) {
        return "if=none,id=" + id + ",format=" + format + ",file=" + escape(absolute(file));
    }

    /** A relative path could be taken for a protocol or an option. */
    private static String absolute(Path path) {
        return path.toAbsolutePath().normalize().toString();
    }

    private void display(VmSpec spec, VmFolder folder) {
        add("-display", "dbus,addr=" + escape(DbusDaemon.address(folder.busSocket())));
        VmSpec.Heads heads = spec.heads();
        String device = switch (spec.display()) {
            case VGA -> "VGA" + (heads.width() == 0 ? "" : ",vgamem_mb=" + vgaMemory(heads));
            case VIRTIO -> "virtio-vga,max_outputs=" + heads.count();
        };
        String size = heads.width() == 0 ? "" : ",xres=" + heads.width() + ",yres=" + heads.height();
        add("-device", device + ",id=" + DISPLAY + ",edid=on" + size);
    }

    /** Enough for the declared size, and never less than QEMU's own 16 MiB; a power of two. */
    private static int vgaMemory(VmSpec.Heads heads) {
        long bytes = (long) heads.width() * heads.height() * Integer.BYTES;
        int mebibytes = 16;
        while ((long) mebibytes << 20 < bytes) {
            mebibytes *= 2;
        }
        return mebibytes;
    }

    /** The machine has a PS/2 keyboard and mouse in any case; what is added comes before them once a guest uses it. */
    private void input(VmSpec spec) {
        boolean usbPointer = switch (spec.pointer()) {
            case USB, TABLET, TOUCH -> true;
            case PS2, VIRTIO -> false;
        };
        boolean perHead = spec.input() == VmSpec.InputKind.PER_HEAD;
        if (usbPointer || spec.keyboard() == VmSpec.KeyboardKind.USB) {
            add("-device", "qemu-xhci,id=xhci" + (perHead ? USB_PORTS : ""));
        }
        if (!perHead) {
            keyboard(spec.keyboard(), "");
            pointer(spec.pointer(), "");
            return;
        }
        for (int head = 0; head < spec.heads().count(); head++) {
            String serial = ",serial=head-" + (head + 1);
            String first = ",display=" + DISPLAY;
            String bound = first + ",head=" + head + serial;
            if (head == 0 && spec.keyboard() == VmSpec.KeyboardKind.USB) {
                keyboard(VmSpec.KeyboardKind.USB, first + serial); // QEMU's has no "head": it is bound to the first
            } else {
                keyboard(VmSpec.KeyboardKind.VIRTIO, bound);
            }
            pointer(spec.pointer(), bound);
        }
    }

    private void keyboard(VmSpec.KeyboardKind kind, String options) {
        switch (kind) {
            case PS2 -> {}
            case USB -> add("-device", "usb-kbd,bus=xhci.0" + options);
            case VIRTIO -> add("-device", "virtio-keyboard-pci" + options);
        }
    }

    private void pointer(VmSpec.PointerKind kind, String options) {
        switch (kind) {
            case PS2 -> {}
            case USB -> add("-device", "usb-mouse,bus=xhci.0" + options);
            case VIRTIO -> add("-device", "virtio-mouse-pci" + options);
            // a touch screen is plugged in by QMP, before the guest begins: only the running QEMU knows whether it has
            // one
            case TABLET, TOUCH -> add("-device", "usb-tablet,bus=xhci.0" + options);
        }
    }

    private void network(VmSpec spec) {
        switch (spec.network()) {
            case NONE -> add("-nic", "none");
            case USER -> add("-nic", "user,model=e1000"); // every guest has its driver
        }
    }
}
