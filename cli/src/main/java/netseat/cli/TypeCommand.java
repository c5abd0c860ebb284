package netseat.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code netseat type VM TEXT}. */
@Command(
        name = "type",
        description = "Types a text into a VM, as its keyboard would.",
        footer = {
            "",
            "A text that is secret is better read from standard input: other users see what a command is given."
        })
final class TypeCommand extends ApiCommand {
    /** At once; the controller takes a few more keys than this, and accents take two. */
    private static final int PIECE = 400;

    private static final int LONGEST = 100_000;

    @Parameters(index = "0", paramLabel = "VM", description = "the VM")
    private String machine = "";

    @Parameters(
            index = "1",
            paramLabel = "TEXT",
            defaultValue = "-",
            description = "the text, - for standard input (default)")
    private String given = "";

    @Option(
            names = "--layout",
            paramLabel = "NAME",
            defaultValue = "us",
            description = "the layout that the guest is set to: us, uk, de or fr (default: us)")
    private String layout = "";

    @Option(names = "--enter", description = "presses Enter after the text")
    private boolean enter;

    @Override
    void run(Api api) {
        String text = ("-".equals(given) ? read() : given) + (enter ? "\n" : "");
        if (text.isEmpty()) {
            throw bad("no text to type");
        }
        if (text.length() > LONGEST) {
            throw bad("that text has more than " + LONGEST + " characters");
        }
        for (int from = 0; from < text.length(); ) {
            int to = Math.min(text.length(), from + PIECE);
            if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
                to--;
            }
            api.post(
                    "vms/" + Api.part(machine) + "/type",
                    Api.body().put("text", text.substring(from, to)).put("layout", layout));
            from = to;
            if (text.length() > PIECE) {
                System.err.print(
                        "\r" + from + " of " + text.length() + " characters" + (from < text.length() ? "" : "\n"));
            }
        }
    }

    private static String read() {
        try {
            return new String(System.in.readNBytes(4 * LONGEST), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new ApiException(ExitStatus.REFUSED, "cannot read standard input: " + e.getMessage());
        }
    }
}
