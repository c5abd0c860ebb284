package netseat.libvirt;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Asks libvirt through its own program, which knows every way to it (sockets, rights, remote hosts) and comes with it.
 * Blocks; any thread.
 */
final class Virsh {
    private static final int SECONDS = 20;
    private static final int MOST_OUTPUT = 4 << 20;

    private final String uri;

    Virsh(String uri) {
        this.uri = uri;
    }

    /** The names of all domains, on and off. */
    List<String> names() throws LibvirtException, InterruptedException {
        return run("list", "--all", "--name")
                .lines()
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** A domain as it is now. */
    Domain domain(String name) throws LibvirtException, InterruptedException {
        return Domain.parse(run("dumpxml", "--domain", name));
    }

    /** A process that writes a line for each domain that begins or ends; runs until it is ended. */
    Process events() throws IOException {
        return process(List.of("event", "--loop", "--event", "lifecycle"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private ProcessBuilder process(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of("virsh", "--connect", uri, "--quiet"));
        command.addAll(arguments);
        ProcessBuilder builder =
                new ProcessBuilder(command).redirectInput(Path.of("/dev/null").toFile());
        builder.environment().put("LC_ALL", "C.UTF-8");
        return builder;
    }

    private String run(String... arguments) throws LibvirtException, InterruptedException {
        try {
            Process process =
                    process(List.of(arguments)).redirectErrorStream(true).start();
            try {
                byte[] said = process.getInputStream().readNBytes(MOST_OUTPUT);
                String text = new String(said, StandardCharsets.UTF_8);
                if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
                    throw new LibvirtException("virsh " + arguments[0] + " does not end");
                }
                if (process.exitValue() != 0) {
                    throw new LibvirtException(text.strip().replaceAll("\\s*\\n\\s*", "; "));
                }
                return text;
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            throw new LibvirtException(
                    "cannot run virsh: install the package libvirt-clients (" + e.getMessage() + ")", e);
        }
    }
}
