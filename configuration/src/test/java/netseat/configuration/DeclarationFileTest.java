package netseat.configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import netseat.access.Grant;
import netseat.access.NameList;
import netseat.access.Role;
import netseat.controller.AddressRange;
import netseat.controller.MenuSettings;
import netseat.controller.NamedPlug;
import netseat.controller.PresetFields;
import netseat.hypervisor.VmSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class DeclarationFileTest {
    @TempDir
    private Path folder;

    private Declaration read(String toml) throws IOException, DeclarationException {
        return DeclarationFile.read(List.of(Files.writeString(folder.resolve("vms.toml"), toml)), more -> {});
    }

    private List<String> faults(String toml) throws IOException {
        try {
            read(toml);
            return List.of();
        } catch (DeclarationException e) {
            return e.faults().stream()
                    .map(fault -> fault.toString().substring(folder.toString().length() + 1))
                    .toList();
        }
    }

    @Test
    void aVmOfSomebodyElseHasItsSocketsAndIsNeverStarted() throws IOException, DeclarationException {
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
    void theMenuIsAsItSays() throws IOException, DeclarationException {
        assertThat(read("").menus()).isEmpty();
        assertThat(read("[menu]\nlanguage = \"de\"\n").menus()).containsExactly(MenuSettings.of("SCROLLLOCK", "de"));
        assertThat(read("[menu]\nhotkey = \"pause\"\nlanguage = \"en\"\n").menus())
                .containsExactly(MenuSettings.of("PAUSE", "en"));
        assertThat(read("[menu]\nhotkey = \"off\"\n").menus()).containsExactly(MenuSettings.of("off", ""));
        assertThatThrownBy(() -> read("[menu]\nhotkey = \"F99\"\n"))
                .hasMessageContaining("hotkey must be the name of a key");
        assertThatThrownBy(() -> read("[menu]\nlanguage = \"fr\"\n")).hasMessageContaining("\"en\" or \"de\"");
        assertThatThrownBy(() -> read("[menu]\nhotkey = 7\n")).hasMessageContaining("text in quotes");
    }

    @Test
    void everyKeyHasItsPlace() throws IOException, DeclarationException {
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
                vms = ["build"]
                [seat.wall]
                [plug-preset.night]
                desk = "build"
                spare = ""
                wall = { vm = "build", head = 2, observe = true }
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
                .containsEntry(
                        "desk",
                        new Declaration.Seat(Optional.of("build"), true, Optional.of("lefty"), Optional.empty()))
                .containsEntry(
                        "spare",
                        new Declaration.Seat(Optional.empty(), false, Optional.empty(), Optional.of(List.of("build"))));
        assertThat(declaration.plugPresets())
                .containsEntry(
                        "night",
                        Map.of(
                                "desk",
                                NamedPlug.into("build"),
                                "spare",
                                NamedPlug.NOTHING,
                                "wall",
                                new NamedPlug("build", 2, true)));
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
    void aMachineHasNoNetworkUnlessAskedFor() throws IOException, DeclarationException {
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
                "[preset.x]\\nspeed = 1       | [preset.x] unknown key \"speed\"; known are [blank-after",
                "[preset.x]\\ndepth = 15      | [preset.x] depth must be one of [0, 8, 16, 24], not 15",
                "[preset.x]\\nkeys = [\"A\"]   | [preset.x] keys must be a table of names",
                "preset.x = 5                  | [preset.x] must be a table",
                "[machine.x]                   | unknown key \"machine\"",
                "[devices]\\nplain-from = [\"lan\"] | plain-from: \"lan\" is no range of addresses",
                "[devices]\\nplain-from = \"::1\" | plain-from must be a list of texts",
                "vm = 5                        | must be a table for each",
                "[vm.x                         | vms.toml:1:"
            })
    void whatMakesNoSenseIsRefusedWithItsPlace(String toml, String words) {
        assertThatThrownBy(() -> read(toml.replace("\\n", "\n")))
                .isInstanceOf(DeclarationException.class)
                .hasMessageContaining(words)
                .hasMessageContaining("vms.toml");
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnceWithItsPlace() throws IOException {
        assertThat(faults("""
                # The lab
                [vm.build]
                cpu = 2
                  memory = 0
                disks = ["a", 5] # no text
                keyboard = "adb"
                heads = 2
                initrd = "i"

                [vm.spare]
                [seat]
                desk = { vm = "biuld", "lossless" = 1, preset = "left" }
                [seat."a b"]
                [plug-preset]
                exam.desk = "spare"
                exam.desc = "spare"
                exam."a b" = "none"
                exam.wide = { vm = "spare", head = 17, obey = true }
                """))
                .containsExactly(
                        "vms.toml:3:1: [vm.build] unknown key \"cpu\"; did you mean \"cpus\"? Known are [arguments,"
                                + " autostart, bus, cdrom, cpus, disks, display, firmware, heads, height, initrd, input,"
                                + " kernel, keyboard, memory, network, pointer, qmp, title, width]",
                        "vms.toml:4:3: [vm.build] memory must be 1 to 1048576 MiB, not 0",
                        "vms.toml:5:1: [vm.build] disks must be a list of texts",
                        "vms.toml:6:1: [vm.build] keyboard must be one of [ps2, usb, virtio]",
                        "vms.toml:7:1: [vm.build] 2 heads need display = \"virtio\": a plain VGA has one",
                        "vms.toml:8:1: [vm.build] an initrd needs a kernel",
                        "vms.toml:12:10: [seat.desk] VM biuld is not declared; did you mean \"build\"?",
                        "vms.toml:12:24: [seat.desk] lossless must be true or false",
                        "vms.toml:12:40: [seat.desk] preset left is not declared",
                        "vms.toml:13:7: [seat.a b] a seat's name is like a VM's: letters, digits, '-' and '_'",
                        "vms.toml:16:6: [plug-preset.exam] seat desc is not declared; did you mean \"desk\"?",
                        "vms.toml:17:6: [plug-preset.exam] VM none is not declared",
                        "vms.toml:18:6: [plug-preset.exam] seat wide is not declared",
                        "vms.toml:18:29: [plug-preset.exam.wide] head must be 1 to 16",
                        "vms.toml:18:40: [plug-preset.exam.wide] unknown key \"obey\"; known are [head, observe, vm]");
    }

    @Test
    void whoComesInByAProviderIsReadInOrder() throws IOException, DeclarationException {
        Declaration.OpenId declared = read("""
                        [openid]
                        issuer = "https://login.example.org/realms/desk"
                        client-id = "netseat"
                        client-secret-file = "openid.secret"
                        name = "Example"
                        claim = "realm_access.roles"
                        scopes = ["profile", "email", "groups"]
                        [openid.email."vera@example.org"]
                        role = "administrator"
                        [openid.group.teachers]
                        role = "operator"
                        seats = ["lab-*"]
                        [openid.group."All Students"]
                        role = "user"
                        """).openIds().getFirst();
        assertThat(declared.secretFile()).isEqualTo(folder.resolve("openid.secret"));
        assertThat(declared.claim()).isEqualTo("realm_access.roles");
        assertThat(declared.scopes()).containsExactly("profile", "email", "groups");
        assertThat(declared.rules().issuer()).isEqualTo("https://login.example.org/realms/desk");
        assertThat(declared.rules().groups())
                .containsExactly(
                        Map.entry("teachers", new Grant(Role.OPERATOR, new NameList(List.of("lab-*")), NameList.ALL)),
                        Map.entry("All Students", new Grant(Role.USER, NameList.NONE, NameList.NONE)));
        assertThat(declared.rules().emails()).containsOnlyKeys("vera@example.org");
    }

    @Test
    void aProviderThatNobodyCouldUseIsRefusedWithItsPlaces() throws IOException {
        assertThat(faults("""
                [openid]
                issuer = "http://login.example.org"
                client-id = " "
                client-secret = "hunter2"
                scopes = ["two words"]
                [openid.group.lab]
                seats = ["a"]
                [openid.email.vera]
                role = "boss"
                """))
                .containsExactly(
                        "vms.toml:1:2: [openid] openid needs client-secret-file",
                        "vms.toml:2:1: [openid] issuer must be the provider's own address, such as"
                                + " https://login.example.org/realms/desk",
                        "vms.toml:3:1: [openid] client-id must not be empty",
                        "vms.toml:4:1: [openid] a secret does not stand here: put it into a file of mode 600, and its"
                                + " name under client-secret-file",
                        "vms.toml:5:1: [openid] \"two words\" is no scope, such as groups",
                        "vms.toml:6:15: [openid.group.lab] a role is missing: administrator, operator, user or viewer",
                        "vms.toml:8:15: [openid.email.vera] this is no e-mail address",
                        "vms.toml:9:1: [openid.email.vera] role must be one of [administrator, operator, user, viewer]");
        assertThat(faults("[openid]\nissuer = \"https://l.example\"\nclient-id = \"n\"\nclient-secret-file = \"s\"\n"))
                .containsExactly("vms.toml:1:2: [openid] nobody comes in: add a table [openid.group.NAME] or"
                        + " [openid.email.\"ADDRESS\"] with a role");
    }

    @Test
    void textsOfManyLinesDoNotMoveThePlaces() throws IOException {
        assertThat(faults("""
                [vm.a]
                title = \"""one
                [vm.not]
                cpus = 0 ""\\\"""\"""
                disks = [
                  'x', # [vm.c]
                  \"y\\\"\",
                ]
                arguments = '''it's
                \\'''
                cpus = 0
                """.replace("\\\"", "\\\""))).contains("vms.toml:11:1: [vm.a] cpus must be 1 to 64, not 0");
    }

    @Test
    void filesDeclareSomethingTogether() throws IOException, DeclarationException {
        Path first = Files.writeString(folder.resolve("1.toml"), "[vm.a]\n");
        Path second = Files.writeString(folder.resolve("2.toml"), "[vm.b]\n[seat.s]\nvm = \"a\"\nvms = [\"c\"]\n");
        Declaration both = DeclarationFile.read(List.of(first, second), more -> more.addImage(Path.of("c.iso"), true));
        assertThat(both.machines()).containsOnlyKeys("a", "b", "c");
        Files.writeString(second, "\n[vm.a]\n");
        assertThatThrownBy(() -> DeclarationFile.read(List.of(first, second), more -> {}))
                .hasMessage(second + ":2:5: [vm.a] two VMs named a");
        Files.writeString(second, "[vm");
        Files.writeString(first, "[vm.a]\ncpus = 0");
        assertThatThrownBy(() -> DeclarationFile.read(List.of(first, second, folder.resolve("3.toml")), more -> {}))
                .hasMessageContaining(first + ":2:1: [vm.a] cpus must")
                .hasMessageContaining(second + ":1:")
                .hasMessageContaining("3.toml: cannot be read");
    }

    @Test
    void aMachineOfTheApiIsReadLikeATable() throws DeclarationException {
        JsonMapper json = JsonMapper.builder().build();
        VmSpec spec = DeclarationFile.machine("x", json.readTree("{\"cdrom\": \"/a/../b.iso\", \"cpus\": 2}"))
                .spec();
        assertThat(spec.cdrom()).contains(Path.of("/b.iso"));
        assertThat(spec.cpus()).isEqualTo(2);
        assertThatThrownBy(() -> DeclarationFile.machine(
                        "../x",
                        json.readTree("{\"cdrom\": \"b.iso\", \"cpu\": 2, \"kernel\": \"\\u0000\", \"heads\": 0}")))
                .isInstanceOf(DeclarationException.class)
                .satisfies(fault -> assertThat(((DeclarationException) fault).faults())
                        .extracting(Fault::words)
                        .hasSize(5)
                        .anyMatch(words -> words.startsWith("a VM's name"))
                        .anyMatch(words -> words.contains("must begin with a slash"))
                        .anyMatch(words -> words.contains("did you mean \"cpus\""))
                        .anyMatch(words -> words.startsWith("kernel names no file"))
                        .anyMatch(words -> words.startsWith("heads must be 1 to 16")));
    }

    @Test
    void inputPerHeadBringsAKeyboardThatEachHeadCanHave() throws IOException, DeclarationException {
        String pair = "[vm.x]\ndisplay = \"virtio\"\nheads = 2\ninput = \"per-head\"\n";
        VmSpec spec = Objects.requireNonNull(read(pair).machines().get("x")).spec();
        assertThat(spec.keyboard()).isEqualTo(VmSpec.KeyboardKind.USB);
        assertThat(spec.inputs()).isEqualTo(2);
        assertThat(faults(pair + "keyboard = \"ps2\"\n"))
                .containsExactly("vms.toml:4:1: [vm.x] input = \"per-head\" needs keyboard = \"usb\" or \"virtio\": a"
                        + " PC has one PS/2 keyboard");
        assertThat(faults("[vm.x]\ninput = \"own\"\n"))
                .containsExactly("vms.toml:2:1: [vm.x] input must be one of [shared, per-head]");
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
