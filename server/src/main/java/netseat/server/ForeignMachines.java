package netseat.server;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import netseat.configuration.Declaration;
import netseat.hypervisor.VirtualMachine;
import netseat.hypervisor.VirtualMachineException;
import netseat.hypervisor.VmSpec;
import netseat.libvirt.Domain;
import netseat.libvirt.LibvirtHost;
import netseat.qemu.QemuHypervisor;
import netseat.qemu.QemuHypervisor.Place;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Machines that somebody else runs: those that are declared by their sockets, and those of a libvirt as it tells of them. */
final class ForeignMachines {
    private static final Logger log = LoggerFactory.getLogger(ForeignMachines.class);
    private static final int LONGEST_TITLE = 80;
    private static final int MOST_CPUS = 64;
    private static final int MOST_MEMORY_MIB = 1 << 20;

    private final QemuHypervisor hypervisor;
    private final Consumer<VirtualMachine> found;
    private final Consumer<VirtualMachine> gone;
    private final Map<String, VirtualMachine> ofLibvirts = new ConcurrentHashMap<>();
    private final Map<String, LibvirtHost> hosts = new ConcurrentHashMap<>();

    /**
     * Knows none yet.
     *
     * @param found told of each machine, on any thread
     * @param gone told of each that its libvirt has no more
     */
    ForeignMachines(QemuHypervisor hypervisor, Consumer<VirtualMachine> found, Consumer<VirtualMachine> gone) {
        this.hypervisor = hypervisor;
        this.found = found;
        this.gone = gone;
    }

    /** Attaches to a machine that is declared by its sockets, whenever it is there. */
    void attach(VmSpec spec, Declaration.Foreign at) throws VirtualMachineException {
        Place place = new Place(at.qmp(), at.bus());
        found.accept(hypervisor.attach(spec, () -> Optional.of(place), "in the hands of whoever runs it"));
    }

    /** Attaches to every domain of this libvirt that offers its display and its QMP, now and later. */
    void follow(String uri) {
        LibvirtHost host = new LibvirtHost(uri);
        hosts.put(uri, host);
        try {
            host.start(domain -> attach(uri, host, domain), name -> removed(uri, name));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void attach(String uri, LibvirtHost host, Domain domain) {
        String name = domain.name();
        if (!domain.dbus()) {
            log.info("{}: {} has no <graphics type='dbus'/>, so it is left alone", uri, name);
        } else if (domain.qmp().isEmpty()) {
            log.warn("{}: {} has a display on D-Bus but no QMP socket for us (docs/operations.md)", uri, name);
        } else if (!VmSpec.isName(name)) {
            log.warn(
                    "{}: {} is left alone: {}",
                    uri,
                    name,
                    "a VM's name here has letters, digits, '-' and '_', at most 32");
        } else {
            Supplier<Optional<Place>> where = () -> host.domain(name).flatMap(ForeignMachines::place);
            try {
                VirtualMachine machine = hypervisor.attach(
                        spec(domain), where, "libvirt's: virsh -c " + uri + " start|reset|destroy " + name);
                ofLibvirts.put(key(uri, name), machine);
                found.accept(machine);
                log.info("{}: found {}", uri, name);
            } catch (VirtualMachineException e) {
                log.warn("{}: {}: {}", uri, name, e.getMessage());
            }
        }
    }

    private static String key(String uri, String name) {
        return uri + ' ' + name;
    }

    /** A domain was removed; it may have been one that is none of ours. */
    private void removed(String uri, String name) {
        VirtualMachine machine = ofLibvirts.remove(key(uri, name));
        if (machine == null) {
            return;
        }
        gone.accept(machine);
        try {
            hypervisor.forget(machine);
            log.info("{}: {} is no more", uri, name);
        } catch (VirtualMachineException e) {
            log.warn("{}: {}: {}", uri, name, e.getMessage());
        }
    }

    private static Optional<Place> place(Domain domain) {
        Optional<Path> qmp = domain.qmp();
        return qmp.flatMap(socket -> domain.bus().map(bus -> new Place(socket, bus)));
    }

    private static VmSpec spec(Domain domain) {
        VmSpec plain = VmSpec.named(domain.name());
        int heads = Math.clamp(domain.heads(), 1, VmSpec.Heads.MOST);
        String title = domain.title();
        return new VmSpec(
                domain.name(),
                title.substring(0, Math.min(LONGEST_TITLE, title.length())),
                Math.clamp(domain.cpus(), 1, MOST_CPUS),
                Math.clamp(domain.memoryMiB(), 1, MOST_MEMORY_MIB),
                plain.firmware(),
                plain.disks(),
                plain.cdrom(),
                plain.kernel(),
                plain.initrd(),
                plain.kernelArguments(),
                heads > 1 ? VmSpec.DisplayKind.VIRTIO : plain.display(),
                new VmSpec.Heads(heads, 0, 0),
                switch (domain.keyboard()) {
                    case "usb" -> VmSpec.KeyboardKind.USB;
                    case "virtio" -> VmSpec.KeyboardKind.VIRTIO;
                    default -> VmSpec.KeyboardKind.PS2;
                },
                plain.pointer(),
                plain.input(),
                plain.network());
    }

    /** Follows this libvirt no longer; the machines that it told of stay. */
    void unfollow(String uri) {
        LibvirtHost host = hosts.remove(uri);
        if (host != null) {
            host.close();
        }
    }

    /** Follows no libvirt any longer; the machines run on. */
    void close() {
        hosts.values().forEach(LibvirtHost::close);
    }
}
