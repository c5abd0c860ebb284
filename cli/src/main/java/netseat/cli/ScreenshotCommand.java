package netseat.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code netseat screenshot VM FILE}. */
@Command(name = "screenshot", description = "Saves what a VM's first head shows as a PNG picture.")
final class ScreenshotCommand extends ApiCommand {
    private static final int MOST = 9999;

    @Parameters(index = "0", paramLabel = "VM", description = "the VM")
    private String machine = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "the PNG file to write, - for standard output")
    private Path file = Path.of("-");

    @Option(
            names = "--width",
            paramLabel = "N",
            defaultValue = "9999",
            description = "scaled down to at most so many pixels (default: as it is)")
    private int width;

    @Override
    void run(Api api) {
        if (width < 1 || width > MOST) {
            throw bad("--width must be 1 to " + MOST);
        }
        byte[] png = api.bytes("vms/" + Api.part(machine) + "/screen.png?width=" + width);
        try {
            if ("-".equals(file.toString())) {
                System.out.write(png);
                System.out.flush();
            } else {
                Files.write(file, png);
            }
        } catch (IOException e) {
            throw new ApiException(ExitStatus.REFUSED, "cannot write " + file + ": " + e.getMessage());
        }
    }
}
