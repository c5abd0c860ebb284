package netseat.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import netseat.controller.AddressRange;
import netseat.controller.PresetFields;
import netseat.hypervisor.VmSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclarationFileTest {
    @TempDir
    private Path folder;

    private Declaration read(String toml) throws IOException {
        return DeclarationFile.read(Files.writeString(folder.resolve("vms.toml"), toml));
    }

    @Test
    void aVmOfSomebodyElseHasItsSocketsAndIsNeverStarted() throws IOException {
        Declaration declaration = read("""
                [libvirt]
                [vm.lab]
                title = "The lab's"
                qmp = "/run/lab/qmp"
                bus = "bus"
                keyboard = "usb"
                """);
        assertThat(declaration.libvirts()).containsExactly("qemu:///system");
        Declaration.Machine machine =
                Objects.requireNonNull(declaration.machines().get("lab"));
        assertThat(machine.autostart()).isFalse();
        assertThat(machine.foreign()).contains(new Declaration.Foreign(Path.of("/run/lab/qmp"), folder.resolve("bus")));
        assertThat(machine.spec().keyboard()).isEqualTo(VmSpec.KeyboardKind.USB);

        assertThatThrownBy(() -> read("[vm.lab]\nqmp = \"/run/lab/qmp\"\n"))
                .hasMessageContaining("by both qmp and bus");
        assertThatThrownBy(() -> read("[vm.lab]\nqmp = \"/q\"\nbus = \"/b\"\ncdrom = \"c.iso\"\n"))
                .hasMessageContaining("unknown key \"cdrom\"");
    }

    @Test
    void everyKeyHasItsPlace() throws IOException {
        Declaration declaration = read("""
                [vm.build]
                title = "Build server"
                cpus = 2
                memory = 2048
                firmware = "uefi"
                disks = ["a.qcow2", "/b.raw"]
                cdrom = "c.iso"
                kernel = "k"
                initrd = "i"
                arguments = "quiet"
                display = "virtio"
                heads = 16
                width = 1920
                height = 1080
                keyboard = "usb"
                pointer = "ps2"
                network = "user"
                autostart = false
                [seat.desk]
                vm = "build"
                lossless = true
                preset = "lefty"
                [seat.spare]
                [preset.lefty]
                handedness = "left"
                pointer-speed = 1.5
                depth = 16
                keys = { CAPSLOCK = "LEFTCTRL", F1 = "NONE" }
                [devices]
                plain-from = ["192.0.2.0/24", "::1"]
                """);
        assertThat(declaration.plainFrom()).map(AddressRange::toString).containsExactly("192.0.2.0/24", "::1");
        Declaration.Machine machine =
                Objects.requireNonNull(declaration.machines().get("build"));
        assertThat(machine.autostart()).isFalse();
        VmSpec spec = machine.spec();
        assertThat(spec.title()).isEqualTo("Build server");
        assertThat(spec.disks()).containsExactly(folder.resolve("a.qcow2"), Path.of("/b.raw"));
        assertThat(spec.cdrom()).contains(folder.resolve("c.iso"));
        assertThat(spec.firmware()).isEqualTo(VmSpec.Firmware.UEFI);
        assertThat(spec.heads()).isEqualTo(new VmSpec.Heads(16, 1920, 1080));
        assertThat(spec.keyboard()).isEqualTo(VmSpec.KeyboardKind.USB);
        assertThat(spec.network()).isEqualTo(VmSpec.NetworkKind.USER);
        assertThat(declaration.seats())
                .containsEntry("desk", new Declaration.Seat(Optional.of("build"), true, Optional.of("lefty")))
                .containsEntry("spare", new Declaration.Seat(Optional.empty(), false, Optional.empty()));
        assertThat(PresetFields.write(
                        Objects.requireNonNull(declaration.presets().get("lefty"))))
                .isEqualTo(Map.of(
                        "handedness",
                        "left",
                        "pointer-speed",
                        1.5,
                        "depth",
                        16,
                        "keys",
                        Map.of("CAPSLOCK", "LEFTCTRL", "F1", "NONE")));
    }

    @Test
    void aMachineHasNoNetworkUnlessAskedFor() throws IOException {
        Declaration.Machine machine =
                Objects.requireNonNull(read("[vm.x]").machines().get("x"));
        assertThat(machine.spec().network()).isEqualTo(VmSpec.NetworkKind.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[vm.x]\\ncpu = 2              | unknown key \"cpu\"",
                "[vm.x]\\ncpus = 0             | cpus must be 1 to 64, not 0",
                "[vm.x]\\ncpus = \"two\"       | cpus must be a whole number",
                "[vm.x]\\nmemory = 99999999    | memory must be",
                "[vm.x]\\nkeyboard = \"adb\"   | keyboard must be one of [ps2, usb, virtio]",
                "[vm.x]\\nheads = 2           | 2 heads need display = \"virtio\": a plain VGA has one",
                "[vm.x]\\nheads = 17          | heads must be 1 to 16, not 17",
                "[vm.x]\\nheads = 0           | heads must be 1 to 16, not 0",
                "[vm.x]\\nwidth = 800         | width and height must both be given",
                "[vm.x]\\nwidth = 8192\\nheight = 8192 | at most 33177600 pixels, not 8192x8192",
                "[vm.x]\\nwidth = 63\\nheight = 64 | 64 to 8192 each",
                "[vm.x]\\ntitle = 5            | title must be a text in quotes",
                "[vm.x]\\ninitrd = \"i\"       | an initrd needs a kernel",
                "[vm.\"../x\"]                 | a VM's name",
                "[seat.\"a/b\"]                | a seat's name",
                "[seat.x]\\npreset = 5          | preset must be a text in quotes",
                "[preset.\"a b\"]             | a preset's name",
                "[preset.x]\\nspeed = 1       | [preset.x]: unknown field \"speed\"; known are [keys",
                "[preset.x]\\ndepth = 15      | [preset.x]: depth must be one of [0, 8, 16, 24], not 15",
                "[preset.x]\\nkeys = [\"A\"]   | [preset.x]: keys must be a table of names",
                "preset.x = 5                  | [preset.x]: must be a table",
                "[machine.x]                   | unknown key \"machine\"",
                "[devices]\\nplain-from = [\"lan\"] | plain-from: \"lan\" is no range of addresses",
                "[devices]\\nplain-from = \"::1\" | plain-from must be a list of texts",
                "vm = 5                        | must be a table for each",
                "[vm.x                         | line 1"
            })
    void whatMakesNoSenseIsRefusedWithItsPlace(String toml, String words) {
        assertThatThrownBy(() -> read(toml.replace("\\n", "\n")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(words)
                .hasMessageContaining("vms.toml");
    }

    @ParameterizedTest
    @CsvSource({
        "debian-12.5.0-amd64.iso, debian-12-5-0-amd64",
        "Win 11 (x64).qcow2, Win-11-x64-",
        "....iso, vm",
        "taken.img, taken-2"
    })
    void aMachineIsNamedAfterItsFile(String file, String name) {
        assertThat(Declaration.nameAfter(Path.of(file), Set.of("taken"))).isEqualTo(name);
        assertThat(VmSpec.isName(name)).isTrue();
    }
}
