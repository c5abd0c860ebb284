package netseat.configuration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import netseat.access.ProviderRules;
import netseat.controller.AddressRange;
import netseat.controller.MenuSettings;
import netseat.controller.NamedPlug;
import netseat.controller.Preset;
import netseat.hypervisor.VmSpec;

/**
 * What an operator asked for: machines, seats, presets, plugs, and from where devices may come without TLS.
 *
 * @param machines the machines by name, in order, and whether each is to be started with the controller
 * @param seats the seats by name, in order
 * @param presets how peripherals can be, by name
 * @param plugPresets named sets of plugs: for each seat in it what it is plugged into, and how
 * @param libvirts the connections to libvirt whose domains are to be attached to
 * @param plainFrom the networks whose devices may come without TLS; whoever is there can read what they send, and send in
 *     their place
 * @param https how pages are served over TLS: the last one counts, and any lets them be served so on loopback too
 * @param openIds by which provider of OpenID Connect people may come in: the last one counts
 * @param menus how seats' menus are: the last one counts, and without one they are as usual
 */
public record Declaration(
        Map<String, Machine> machines,
        Map<String, Seat> seats,
        Map<String, Preset> presets,
        Map<String, Map<String, NamedPlug>> plugPresets,
        List<String> libvirts,
        List<AddressRange> plainFrom,
        List<Https> https,
        List<OpenId> openIds,
        List<MenuSettings> menus) {
    /**
     * A machine.
     *
     * @param autostart whether it is to be started with the controller
     * @param foreign where it is reached if somebody else runs it
     */
    public record Machine(VmSpec spec, boolean autostart, Optional<Foreign> foreign) {}

    /**
     * A QEMU that somebody else runs.
     *
     * @param qmp a QMP socket that nobody else uses
     * @param bus the socket of the D-Bus that its display is on
     */
    public record Foreign(Path qmp, Path bus) {}

    /**
     * How pages are served over TLS.
     *
     * @param certificate a PEM file with a certificate and what leads to its authority; without it the controller's own is used
     * @param key the PEM file with its key
     * @param names under which the controller answers, besides those in the certificate
     */
    public record Https(Optional<Path> certificate, Optional<Path> key, List<String> names) {}

    /**
     * A provider of OpenID Connect.
     *
     * @param name for people, on the log-in page
     * @param clientId the name under which the controller is registered there
     * @param secretFile holds the secret that goes with it
     * @param claim has the groups that a person is in
     * @param scopes what is asked for besides {@code openid}
     * @param rules who comes in, and as what
     */
    public record OpenId(
            String name, String clientId, Path secretFile, String claim, List<String> scopes, ProviderRules rules) {}

    /**
     * A seat.
     *
     * @param machine what it starts plugged into
     * @param lossless whether its displays are never shown anything but exact pixels, on the slowest link either
     * @param preset how its peripherals are at first
     * @param mayUse the machines that whoever sits there may choose; empty for all
     */
    public record Seat(
            Optional<String> machine, boolean lossless, Optional<String> preset, Optional<List<String>> mayUse) {
        /** One that is plugged into this machine at first, and nothing else. */
        static Seat on(Optional<String> machine) {
            return new Seat(machine, false, Optional.empty(), Optional.empty());
        }
    }

    /** For machines that are made from a file alone: enough for an installer or an ordinary desktop. */
    private static final int FILE_CPUS = 2;

    private static final int FILE_MEMORY_MIB = 1024;

    /** Nothing yet. */
    public static Declaration empty() {
        return new Declaration(
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new LinkedHashMap<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>(),
                new ArrayList<>());
    }

    /** Adds everything of another declaration. */
    void add(Declaration other) {
        machines.putAll(other.machines);
        seats.putAll(other.seats);
        presets.putAll(other.presets);
        plugPresets.putAll(other.plugPresets);
        libvirts.addAll(other.libvirts);
        plainFrom.addAll(other.plainFrom);
        https.addAll(other.https);
        openIds.addAll(other.openIds);
        menus.addAll(other.menus);
    }

    /** Adds a machine that boots this image, named after the file. */
    public void addImage(Path file, boolean cdrom) {
        String name = nameAfter(file, machines.keySet());
        VmSpec plain = VmSpec.named(name);
        Path absolute = file.toAbsolutePath();
        VmSpec spec = new VmSpec(
                name,
                String.valueOf(file.getFileName())
                        .substring(
                                0,
                                Math.min(80, String.valueOf(file.getFileName()).length())),
                Math.min(FILE_CPUS, Runtime.getRuntime().availableProcessors()),
                FILE_MEMORY_MIB,
                plain.firmware(),
                cdrom ? List.of() : List.of(absolute),
                cdrom ? Optional.of(absolute) : Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                "",
                plain.display(),
                plain.heads(),
                plain.keyboard(),
                plain.pointer(),
                plain.input(),
                plain.network());
        machines.put(name, new Machine(spec, true, Optional.empty()));
    }

    /** Without any seat nobody could sit down: then there are a and b, on the first machines. */
    public void addDefaultSeats() {
        if (seats.isEmpty()) {
            List<String> names = new ArrayList<>(machines.keySet());
            seats.put("a", Seat.on(names.stream().findFirst()));
            seats.put("b", Seat.on(names.stream().skip(1).findFirst()));
        }
    }

    static String nameAfter(Path file, Set<String> taken) {
        String stem = String.valueOf(file.getFileName()).replaceFirst("\\.[A-Za-z0-9]{1,5}$", "");
        String plain = stem.replaceAll("[^A-Za-z0-9_-]+", "-").replaceFirst("^[_-]+", "");
        String base = plain.isEmpty() ? "vm" : plain.substring(0, Math.min(28, plain.length()));
        String name = base;
        for (int i = 2; taken.contains(name); i++) {
            name = base + "-" + i;
        }
        return name;
    }
}
