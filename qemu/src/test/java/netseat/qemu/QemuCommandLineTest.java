package netseat.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import netseat.hypervisor.VmSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class QemuCommandLineTest {
    private static final VmFolder FOLDER = new VmFolder(Path.of("/state/vms/a"));

    private static VmSpec spec(
            VmSpec.Firmware firmware, Optional<Path> cdrom, VmSpec.KeyboardKind keyboard, VmSpec.PointerKind pointer) {
        return new VmSpec(
                "a",
                "A",
                2,
                512,
                firmware,
                List.of(),
                cdrom,
                Optional.empty(),
                Optional.empty(),
                "",
                VmSpec.DisplayKind.VIRTIO,
                VmSpec.Heads.ONE,
                keyboard,
                pointer,
                VmSpec.InputKind.SHARED,
                VmSpec.NetworkKind.NONE);
    }

    private static List<String> line(VmSpec spec, List<QemuCommandLine.Image> disks) {
        return QemuCommandLine.of(spec, disks, FOLDER, false);
    }

    @Test
    void isConfinedAndWithoutNetworkByDefault() {
        List<String> line = line(VmSpec.named("a"), List.of());
        assertThat(line)
                .startsWith("qemu-system-x86_64", "-name", "guest=a", "-nodefaults", "-no-user-config")
                .containsSequence("-sandbox", "on,obsolete=deny,elevateprivileges=deny,spawn=deny,resourcecontrol=deny")
                .containsSequence("-nic", "none")
                .containsSequence("-accel", "tcg")
                .containsSequence("-display", "dbus,addr=unix:path=/state/vms/a/bus")
                .containsSequence("-device", "VGA,id=display,edid=on")
                .containsSequence("-device", "qemu-xhci,id=xhci", "-device", "usb-tablet,bus=xhci.0")
                .contains("-S")
                .doesNotContain("-kernel", "-append", "-drive");
        assertThat(QemuCommandLine.of(VmSpec.named("a"), List.of(), FOLDER, true))
                .containsSequence("-accel", "kvm", "-cpu", "host");
    }

    @Test
    void escapesCommas() {
        VmSpec spec = spec(
                VmSpec.Firmware.UEFI,
                Optional.of(Path.of("/a,b/c.iso")),
                VmSpec.KeyboardKind.USB,
                VmSpec.PointerKind.VIRTIO);
        assertThat(line(spec, List.of()))
                .contains("if=none,id=cdrom,format=raw,file=/a,,b/c.iso,media=cdrom,readonly=on")
                .contains("if=pflash,unit=1,format=raw,file=/state/vms/a/uefi-vars.fd")
                .containsSequence("-device", "virtio-vga,max_outputs=1,id=display,edid=on")
                .containsSequence("-device", "usb-kbd,bus=xhci.0", "-device", "virtio-mouse-pci")
                .containsOnlyOnce("qemu-xhci,id=xhci");
    }

    private static List<String> line(VmSpec.DisplayKind display, VmSpec.Heads heads) {
        VmSpec plain = VmSpec.named("a");
        return line(spec(display, heads, plain.keyboard(), plain.pointer(), plain.input()), List.of());
    }

    private static VmSpec spec(
            VmSpec.DisplayKind display,
            VmSpec.Heads heads,
            VmSpec.KeyboardKind keyboard,
            VmSpec.PointerKind pointer,
            VmSpec.InputKind input) {
        VmSpec plain = VmSpec.named("a");
        return new VmSpec(
                "a",
                "A",
                1,
                64,
                plain.firmware(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                display,
                heads,
                keyboard,
                pointer,
                input,
                plain.network());
    }

    private static VmSpec perHead(int heads, VmSpec.KeyboardKind keyboard, VmSpec.PointerKind pointer) {
        return spec(
                VmSpec.DisplayKind.VIRTIO, new VmSpec.Heads(heads, 0, 0), keyboard, pointer, VmSpec.InputKind.PER_HEAD);
    }

    /** A USB keyboard cannot be bound to another head than the first, on which firmware draws and is typed into. */
    @Test
    void givesEachHeadAKeyboardAndAPointerThatAreBoundToIt() {
        assertThat(line(perHead(2, VmSpec.KeyboardKind.USB, VmSpec.PointerKind.TABLET), List.of()))
                .containsSequence("-device", "virtio-vga,max_outputs=2,id=display,edid=on")
                .containsSequence(
                        "-device",
                        "qemu-xhci,id=xhci,p2=15,p3=15",
                        "-device",
                        "usb-kbd,bus=xhci.0,display=display,serial=head-1",
                        "-device",
                        "usb-tablet,bus=xhci.0,display=display,head=0,serial=head-1",
                        "-device",
                        "virtio-keyboard-pci,display=display,head=1,serial=head-2",
                        "-device",
                        "usb-tablet,bus=xhci.0,display=display,head=1,serial=head-2");
        assertThat(line(perHead(1, VmSpec.KeyboardKind.VIRTIO, VmSpec.PointerKind.VIRTIO), List.of()))
                .containsSequence(
                        "-device",
                        "virtio-keyboard-pci,display=display,head=0,serial=head-1",
                        "-device",
                        "virtio-mouse-pci,display=display,head=0,serial=head-1")
                .noneMatch(it -> it.contains("xhci"));
    }

    @Test
    void refusesWhatNoHeadCanHave() {
        assertThatThrownBy(() -> perHead(2, VmSpec.KeyboardKind.PS2, VmSpec.PointerKind.TABLET))
                .hasMessage("input = \"per-head\" needs keyboard = \"usb\" or \"virtio\": a PC has one PS/2 keyboard");
        assertThatThrownBy(() -> perHead(2, VmSpec.KeyboardKind.USB, VmSpec.PointerKind.TOUCH))
                .hasMessage("input = \"per-head\" needs pointer = \"tablet\", \"usb\" or \"virtio\"");
        assertThatThrownBy(() -> perHead(9, VmSpec.KeyboardKind.USB, VmSpec.PointerKind.TABLET))
                .hasMessage("input = \"per-head\" goes with at most 8 heads, not 9");
    }

    @Test
    void tellsTheGuestOfItsMonitors() {
        assertThat(line(VmSpec.DisplayKind.VIRTIO, new VmSpec.Heads(3, 1920, 1080)))
                .containsSequence("-device", "virtio-vga,max_outputs=3,id=display,edid=on,xres=1920,yres=1080");
        assertThat(line(VmSpec.DisplayKind.VGA, new VmSpec.Heads(1, 800, 600)))
                .containsSequence("-device", "VGA,vgamem_mb=16,id=display,edid=on,xres=800,yres=600");
        assertThat(line(VmSpec.DisplayKind.VGA, new VmSpec.Heads(1, 7680, 4320)))
                .containsSequence("-device", "VGA,vgamem_mb=128,id=display,edid=on,xres=7680,yres=4320");
    }

    @Test
    void leavesThePs2DevicesAlone() {
        VmSpec spec = spec(VmSpec.Firmware.BIOS, Optional.empty(), VmSpec.KeyboardKind.PS2, VmSpec.PointerKind.PS2);
        assertThat(line(spec, List.of())).noneMatch(it -> it.contains("xhci") || it.contains("usb"));
    }

    @Test
    void bootsTheDisksBeforeTheCdrom() {
        List<QemuCommandLine.Image> disks = new ArrayList<>();
        IntStream.range(0, 8).forEach(i -> disks.add(new QemuCommandLine.Image(Path.of("/d" + i), "qcow2")));
        VmSpec spec = spec(
                VmSpec.Firmware.BIOS,
                Optional.of(Path.of("/c.iso")),
                VmSpec.KeyboardKind.VIRTIO,
                VmSpec.PointerKind.USB);
        assertThat(line(spec, disks))
                .contains("if=none,id=disk0,format=qcow2,file=/d0")
                .contains("ide-hd,drive=disk0,bus=ide.0,unit=0,bootindex=1")
                .contains("ide-hd,drive=disk3,bus=ahci.0,bootindex=4")
                .contains("ide-hd,drive=disk7,bus=ahci.4,bootindex=8")
                .contains("ide-cd,id=cd,bus=ide.1,unit=0,drive=cdrom,bootindex=9")
                .containsOnlyOnce("ahci,id=ahci");
    }

    @Test
    void writesAddressesOfTheBusWithoutSpecialCharacters() {
        assertThat(DbusDaemon.address(Path.of("/a b,c=%/ü/bus"))).isEqualTo("unix:path=/a%20b%2cc%3d%25/%c3%bc/bus");
        assertThat(DbusDaemon.configuration(new VmFolder(Path.of("/a&<b"))))
                .contains("<pidfile>/a&amp;&lt;b/bus.pid</pidfile>")
                .contains("<listen>unix:path=/a%26%3cb/bus</listen>");
    }

    @Test
    void tellsProcessorsThatVirtualize() {
        assertThat(Accelerator.hasVirtualization("model: x\nflags\t\t: fpu vme svm x\n"))
                .isTrue();
        assertThat(Accelerator.hasVirtualization("flags\t\t: fpu svm_lock x\nbugs : vmx\n"))
                .isFalse();
    }
}
