package netseat.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The one folder whose files may be put into machines' drives: a guest reads the whole of what is in its drive, so nobody may
 * name any other file of the host. A file is known by its plain name; folders in it, what is hidden, and links that lead
 * elsewhere are not there.
 */
final class MediaFolder {
    /** More files than people can choose from are not listed. */
    private static final int MOST = 1000;

    private final Path folder;

    /** @throws IOException when it is not there and cannot be made */
    MediaFolder(Path folder) throws IOException {
        this.folder = Files.isDirectory(folder)
                ? folder
                : Files.createDirectories(
                        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Where an administrator puts files. */
    Path path() {
        return folder;
    }

    /** The files' names with their lengths in bytes. */
    SortedMap<String, Long> files() throws IOException {
        List<Path> there = new ArrayList<>();
        try (Stream<Path> all = Files.list(folder)) {
            all.limit(MOST).forEach(there::add);
        }
        SortedMap<String, Long> files = new TreeMap<>();
        for (Path each : there) {
            String name = String.valueOf(each.getFileName());
            Optional<Path> file = find(name);
            if (file.isPresent()) {
                files.put(name, Files.size(file.get()));
            }
        }
        return files;
    }

    /** A file by its name; empty when there is none that may be used. */
    Optional<Path> find(String name) {
        if (name.isEmpty() || name.startsWith(".") || name.indexOf('/') >= 0 || name.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        try {
            Path real = folder.resolve(name).toRealPath();
            return real.startsWith(folder.toRealPath()) && Files.isRegularFile(real)
                    ? Optional.of(real)
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
