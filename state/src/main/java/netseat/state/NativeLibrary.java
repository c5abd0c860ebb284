package netseat.state;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's machine code as a file. Left to itself, sqlite-jdbc unpacks it into /tmp at each start, where it may not be executed
 * on hardened hosts, where others may write, and where it stays after each kill -9. Here it is unpacked once, into a private
 * folder, and compared with what is in the jar at each start.
 */
final class NativeLibrary {
    private static final Logger log = LoggerFactory.getLogger(NativeLibrary.class);

    private static final String PATH = "org.sqlite.lib.path";

    private NativeLibrary() {}

    /** Sees to it that SQLite's code is in this folder, and will be loaded from there unless it has been already. */
    static synchronized void unpackTo(Path folder) {
        if (System.getProperty(PATH) != null) {
            return; // loaded already, or whoever started this program knows better
        }
        String name = LibraryLoaderUtil.getNativeLibName();
        try (InputStream in = LibraryLoaderUtil.class.getResourceAsStream(
                LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name)) {
            if (in == null) {
                return; // for this kind of computer there is none in the jar; it may be in java.library.path
            }
            byte[] code = in.readAllBytes();
            Path file = folder.resolve(name);
            if (!Files.isRegularFile(file) || !Arrays.equals(code, Files.readAllBytes(file))) {
                PrivateFiles.replace(file, next -> Files.write(next, code));
            }
            System.setProperty(PATH, folder.toString());
            System.setProperty("org.sqlite.lib.name", name);
        } catch (IOException e) {
            log.warn("SQLite's code cannot be kept in {} ({}); it is unpacked into /tmp", folder, e.getMessage());
        }
    }
}
