package netseat.device;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.util.Optional;
import netseat.identity.Identity;
import netseat.identity.PrivateFile;
import netseat.protocol.DeviceId;

/**
 * What a device keeps in a folder of its own, of mode 0700: its key, the controller that it trusts, and where it was sent to.
 * Any thread.
 */
public final class DeviceKey {
    private final Path folder;
    private final Identity identity;

    private DeviceKey(Path folder, Identity identity) {
        this.folder = folder;
        this.identity = identity;
    }

    /**
     * The key in a folder; it and the folder are made when they are not there.
     *
     * @throws IOException when they cannot be read or made, or others may read them; the message says what to do
     */
    public static DeviceKey in(Path folder) throws IOException {
        return new DeviceKey(folder, PrivateFile.identity(folder.resolve("device.pem"), "netseat device"));
    }

    /** Who this device is. */
    public DeviceId id() {
        return identity.id();
    }

    /** Its key and certificate. */
    public Identity identity() {
        return identity;
    }

    private Path pin() {
        return folder.resolve("controller");
    }

    /**
     * The controller that this device trusts; empty before its first admission.
     *
     * @throws IOException when the file cannot be read or holds something else
     */
    public synchronized Optional<DeviceId> controller() throws IOException {
        if (!Files.exists(pin())) {
            return Optional.empty();
        }
        try {
            return Optional.of(DeviceId.parse(PrivateFile.read(pin()).strip()));
        } catch (IllegalArgumentException e) {
            throw new IOException(
                    pin() + " holds no identifier: restore it, or remove it to trust the next controller", e);
        }
    }

    /** Trusts this controller, and no other, from now on. */
    public synchronized void trust(DeviceId controller) throws IOException {
        PrivateFile.write(pin(), controller + "\n");
    }

    /** Refuses a controller that is not the one that is trusted. */
    public void check(DeviceId controller) throws CertificateException {
        Optional<DeviceId> trusted;
        try {
            trusted = controller();
        } catch (IOException e) {
            throw new CertificateException(e.getMessage(), e);
        }
        if (trusted.isPresent() && !trusted.get().equals(controller)) {
            throw new CertificateException("this is not the controller that admitted this device: its key is "
                    + controller.brief() + "…, not " + trusted.get().brief() + "…. If it is the right one all the same,"
                    + " remove " + pin());
        }
    }

    /** Where an earlier controller sent this device for good; empty when none did. */
    synchronized Optional<ControllerAddress> sentTo() throws IOException {
        Path file = folder.resolve("address");
        return Files.exists(file)
                ? ControllerAddress.parse(PrivateFile.read(file).strip())
                : Optional.empty();
    }

    synchronized void keep(ControllerAddress address) throws IOException {
        PrivateFile.write(folder.resolve("address"), address + "\n");
    }
}
