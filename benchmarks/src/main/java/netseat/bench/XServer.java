package netseat.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A screen in memory for programs that want an X server. */
final class XServer implements AutoCloseable {
    static final String PROGRAM = "Xvfb";

    private final Process process;
    private final String number;

    XServer() throws IOException {
        process = new ProcessBuilder(PROGRAM, "-displayfd", "1", "-screen", "0", "1280x1024x24", "-nolisten", "tcp")
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
        BufferedReader out = process.inputReader(StandardCharsets.US_ASCII);
        String line = out.readLine();
        if (line == null) {
            throw new IOException(PROGRAM + " does not start");
        }
        number = line.strip();
    }

    /** What its programs find it by. */
    String display() {
        return ":" + number;
    }

    long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }
}
