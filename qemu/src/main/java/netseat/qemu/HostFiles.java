package netseat.qemu;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import netseat.hypervisor.VirtualMachineException;
import netseat.hypervisor.VmSpec;

/** Looks at the files of a specification before QEMU does, for errors that say which file and why. */
final class HostFiles {
    private static final byte[] QCOW2_MAGIC = {'Q', 'F', 'I', (byte) 0xFB};

    private HostFiles() {}

    /**
     * Checks all files of a specification.
     *
     * @return its disks with their formats. Never left to QEMU: a guest that writes a qcow2 header to its raw disk
     *     could else have the host open any file for it at the next start
     */
    static List<QemuCommandLine.Image> check(VmSpec spec) throws VirtualMachineException {
        if (spec.cdrom().isPresent()) {
            readable(spec.cdrom().get(), "cdrom");
        }
        if (spec.kernel().isPresent()) {
            readable(spec.kernel().get(), "kernel");
        }
        if (spec.initrd().isPresent()) {
            readable(spec.initrd().get(), "initrd");
        }
        if (spec.firmware() == VmSpec.Firmware.UEFI) {
            readable(QemuCommandLine.UEFI_CODE, "UEFI firmware (Debian package ovmf)");
            readable(QemuCommandLine.UEFI_VARIABLES, "UEFI firmware (Debian package ovmf)");
        }
        List<QemuCommandLine.Image> disks = new ArrayList<>();
        for (Path disk : spec.disks()) {
            readable(disk, "disk");
            if (!Files.isWritable(disk)) {
                throw new VirtualMachineException("the disk " + disk + " may not be written");
            }
            disks.add(new QemuCommandLine.Image(disk, format(disk)));
        }
        return disks;
    }

    private static void readable(Path file, String what) throws VirtualMachineException {
        if (!Files.exists(file)) {
            throw new VirtualMachineException("the " + what + " " + file + " does not exist");
        }
        if (Files.isDirectory(file) || !Files.isReadable(file)) {
            throw new VirtualMachineException("the " + what + " " + file + " cannot be read");
        }
    }

    private static String format(Path disk) throws VirtualMachineException {
        try (InputStream in = Files.newInputStream(disk)) {
            return Arrays.equals(in.readNBytes(QCOW2_MAGIC.length), QCOW2_MAGIC) ? "qcow2" : "raw";
        } catch (IOException e) {
            throw new VirtualMachineException("the disk " + disk + " cannot be read: " + e.getMessage(), e);
        }
    }
}
