package netseat.qemu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import netseat.hypervisor.VirtualMachineException;
import netseat.hypervisor.VmSpec;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * The folder of one machine, for its owner's eyes only: what its processes and controllers, which come and go, need to
 * find each other.
 */
record VmFolder(Path path) {
    /** The names of the sockets, the longest of which must still fit a unix socket's path. */
    private static final String MONITOR = "monitor";

    private static final List<String> OF_ONE_LIFE =
            List.of("qmp", MONITOR, "serial", "bus", "bus.conf", "bus.log", "bus.pid", "qemu.pid", "spec.json", "held");

    /** The folder below the machines' common folder, which exists or is made. */
    static VmFolder create(Path all, String name) throws VirtualMachineException {
        VmFolder folder = new VmFolder(all.resolve(name));
        int length = folder.monitorSocket().toString().getBytes(StandardCharsets.UTF_8).length;
        if (length > UnixSocket.MAX_PATH) {
            throw new VirtualMachineException("the path of " + folder.monitorSocket() + " has " + length
                    + " bytes, a unix socket's may have " + UnixSocket.MAX_PATH + ": choose a shorter --state");
        }
        try {
            Files.createDirectories(folder.path);
            Files.setPosixFilePermissions(folder.path, PosixFilePermissions.fromString("rwx------"));
        } catch (IOException e) {
            throw new VirtualMachineException("cannot make the folder " + folder.path + ": " + e.getMessage(), e);
        }
        return folder;
    }

    /** Our own QMP socket. */
    Path qmpSocket() {
        return path.resolve("qmp");
    }

    /** Where the running machine is reached. */
    QemuPlaces places() {
        return new QemuPlaces(qmpSocket(), busSocket(), held());
    }

    /** A second QMP socket, for an operator's tools. */
    Path monitorSocket() {
        return path.resolve(MONITOR);
    }

    Path serialSocket() {
        return path.resolve("serial");
    }

    /** Where the private D-Bus listens. */
    Path busSocket() {
        return path.resolve("bus");
    }

    Path busConfiguration() {
        return path.resolve("bus.conf");
    }

    Path busPid() {
        return path.resolve("bus.pid");
    }

    Path qemuPid() {
        return path.resolve("qemu.pid");
    }

    /** What the bus wrote to its standard output and error. */
    Path busLog() {
        return path.resolve("bus.log");
    }

    /** What QEMU wrote to its standard output and error in the present or last life. */
    Path log() {
        return path.resolve("qemu.log");
    }

    /** The guest's UEFI variables; they outlive its lives. */
    Path uefiVariables() {
        return path.resolve("uefi-vars.fd");
    }

    /** See {@link HeldFile}. */
    Path held() {
        return path.resolve("held");
    }

    private Path runningSpec() {
        return path.resolve("spec.json");
    }

    /** Removes what belongs to one life of the machine, whose processes have ended. */
    void cleanUp() throws IOException {
        for (String name : OF_ONE_LIFE) {
            Files.deleteIfExists(path.resolve(name));
        }
    }

    /** Removes all that we keep for a machine that is off, and the folder if nobody else keeps something there. */
    void remove() throws IOException {
        cleanUp();
        Files.deleteIfExists(log());
        Files.deleteIfExists(uefiVariables());
        try {
            Files.deleteIfExists(path);
        } catch (DirectoryNotEmptyException e) {
            // Somebody else's files are not ours to remove.
        }
    }

    /** Remembers what the machine is started as, whole or not at all. */
    void writeSpec(JsonMapper json, VmSpec spec) throws IOException {
        Path draft = path.resolve("spec.json.new");
        Files.write(draft, json.writeValueAsBytes(spec));
        Files.move(draft, runningSpec(), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** What the machine was started as; empty when that cannot be read. */
    Optional<VmSpec> readSpec(JsonMapper json) {
        try {
            return Optional.of(json.readValue(Files.readAllBytes(runningSpec()), VmSpec.class));
        } catch (IOException | JacksonException e) {
            return Optional.empty();
        }
    }

    /** The last of what QEMU wrote, without blank lines at the ends; empty when it wrote nothing. */
    String lastWords() {
        return tail(log());
    }

    /** The last of what the bus wrote. */
    String busWords() {
        return tail(busLog());
    }

    private static String tail(Path log) {
        int most = 1500;
        try {
            byte[] all = Files.readAllBytes(log);
            int from = Math.max(0, all.length - most);
            return new String(all, from, all.length - from, StandardCharsets.UTF_8).strip();
        } catch (IOException e) {
            return "";
        }
    }
}
