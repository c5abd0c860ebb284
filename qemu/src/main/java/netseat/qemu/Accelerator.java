package netseat.qemu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Finds out whether the host's processor can execute guests. */
final class Accelerator {
    private static final Logger LOG = LoggerFactory.getLogger(Accelerator.class);
    private static final Path KVM = Path.of("/dev/kvm");
    private static final Pattern VIRTUALIZATION = Pattern.compile("(?m)^flags\\s*:.*\\b(vmx|svm)\\b");

    private Accelerator() {}

    /**
     * Whether KVM truly works. The device may exist and open on a processor without virtualization; guests then hang
     * in their firmware.
     */
    static boolean kvmWorks() {
        if (!Files.isReadable(KVM) || !Files.isWritable(KVM)) {
            return false;
        }
        try {
            return hasVirtualization(Files.readString(Path.of("/proc/cpuinfo")));
        } catch (IOException e) {
            LOG.warn("/proc/cpuinfo cannot be read: {}", e.getMessage());
            return false;
        }
    }

    /** @param cpuinfo as Linux writes it */
    static boolean hasVirtualization(String cpuinfo) {
        return VIRTUALIZATION.matcher(cpuinfo).find();
    }
}
