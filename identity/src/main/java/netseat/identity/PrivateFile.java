package netseat.identity;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Set;

/** Small files that only their owner may read: mode 0600, in a folder of mode 0700. */
public final class PrivateFile {
    private static final long LONGEST = 16 * 1024;
    private static final Set<PosixFilePermission> OWNER = PosixFilePermissions.fromString("rw-------");
    private static final Set<PosixFilePermission> OWNER_FOLDER = PosixFilePermissions.fromString("rwx------");

    private PrivateFile() {}

    /**
     * The identity in a file, which is made when there is none.
     *
     * @param commonName for people who look into the certificate
     * @throws IOException when the file cannot be read or written, others may read it, or it holds something else; the
     *     message says what to do
     */
    public static Identity identity(Path file, String commonName) throws IOException {
        return identity(file, commonName, List.of());
    }

    /** The same for a host of these names; they are in the certificate of one that is made. */
    public static Identity identity(Path file, String commonName, List<String> names) throws IOException {
        if (!Files.exists(file)) {
            Identity made = Identity.make(commonName, names);
            write(file, made.pem());
            return made;
        }
        try {
            return Identity.ofPem(read(file));
        } catch (GeneralSecurityException e) {
            throw new IOException(
                    file + " holds no key of the curve P-256 with its certificate: restore it, or remove it and be"
                            + " admitted anew",
                    e);
        }
    }

    /** Reads a small file that nobody else may read. */
    public static String read(Path file) throws IOException {
        for (PosixFilePermission permission : Files.getPosixFilePermissions(file)) {
            if (!OWNER.contains(permission)) {
                throw new IOException("others than its owner may use " + file
                        + ": chmod 600 it, or, if somebody else may" + " have read it, remove it");
            }
        }
        if (Files.size(file) > LONGEST) {
            throw new IOException(file + " is longer than it can be");
        }
        return Files.readString(file, StandardCharsets.UTF_8);
    }

    /** Replaces a file whole; it is never there half, nor for a moment readable by others. */
    public static void write(Path file, String text) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(OWNER_FOLDER));
        }
        Path next = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(next);
        Files.createFile(next, PosixFilePermissions.asFileAttribute(OWNER));
        Files.writeString(next, text, StandardCharsets.UTF_8);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
