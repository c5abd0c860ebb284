package netseat.e2e;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The package of {@code netseat-device}, as {@code scripts/package-device} makes it; it is made once for each build. */
public final class DevicePackage {
    private final Path folder;

    private DevicePackage(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes it unless it is up to date; or takes the folder that the system property {@code netseat.device.package} names,
     * as {@code ./test --aarch64} does with one for another kind of processor.
     */
    public static DevicePackage make(String... options) throws IOException, InterruptedException {
        String given = System.getProperty("netseat.device.package");
        if (given != null) {
            return new DevicePackage(Path.of(given));
        }
        Path script = Guests.root().resolve("scripts").resolve("package-device");
        List<String> said = Command.output(Command.line(List.of(script.toString()), List.of(options)));
        return new DevicePackage(Path.of(said.getLast()));
    }

    /** Unpacked. */
    public Path folder() {
        return folder;
    }

    /** What a person starts. */
    public Path program() {
        return folder.resolve("bin").resolve("netseat-device");
    }

    /** As it is sent to another computer. */
    public Path archive() {
        return folder.resolveSibling(folder.getFileName() + ".tar.gz");
    }
}
