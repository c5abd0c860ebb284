package netseat.e2e;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import netseat.screen.Framebuffer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A QMP client that shares no code with the product: what QEMU itself says is held against what the product says. */
public final class Monitor implements AutoCloseable {
    private final JsonMapper mapper = new JsonMapper();
    private final SocketChannel channel;
    private final BufferedReader in;

    public Monitor(Path socket) throws IOException {
        channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        in = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
        execute("qmp_capabilities", Map.of());
    }

    /** Runs a command and returns what it returned. */
    public JsonNode execute(String command, Map<String, ?> arguments) throws IOException {
        byte[] request = mapper.writeValueAsBytes(Map.of("execute", command, "arguments", arguments));
        ByteBuffer out = ByteBuffer.wrap(request);
        while (out.hasRemaining()) {
            channel.write(out);
        }
        while (true) {
            String line = in.readLine();
            if (line == null) {
                throw new IOException("the monitor is closed");
            }
            JsonNode message = mapper.readTree(line);
            if (message.has("error")) {
                throw new IOException(command + ": " + message.path("error"));
            }
            if (message.has("return")) {
                return message.path("return");
            }
        }
    }

    /** A command of the human monitor. */
    public String human(String command) throws IOException {
        return execute("human-monitor-command", Map.of("command-line", command)).stringValue();
    }

    public void pause() throws IOException {
        execute("stop", Map.of());
    }

    public void resume() throws IOException {
        execute("cont", Map.of());
    }

    /** The screen as QEMU itself has it. */
    public Framebuffer screendump() throws IOException {
        return screendump(1);
    }

    /** One head as QEMU itself has it, from 1. */
    public Framebuffer screendump(int head) throws IOException {
        Path file = Files.createTempFile("dump", ".ppm");
        try {
            execute("screendump", Map.of("filename", file.toString(), "device", "display", "head", head - 1));
            return Ppm.read(Files.readAllBytes(file));
        } finally {
            Files.delete(file);
        }
    }

    /** The 80x25 characters of the VGA's text memory, a line each. */
    public String text() throws IOException {
        StringBuilder text = new StringBuilder();
        for (String line : human("xp /2000hx 0xb8000").split("\n", -1)) {
            for (String word : line.replaceFirst("^[^:]*:", "").trim().split("\\s+", -1)) {
                if (!word.isEmpty()) {
                    int character = Integer.parseInt(word.replaceFirst("^0x", ""), 16) & 0xFF;
                    text.append(character >= 0x20 && character < 0x7F ? (char) character : ' ');
                    if ((text.length() + 1) % 81 == 0) {
                        text.append('\n');
                    }
                }
            }
        }
        return text.toString();
    }

    /** Whether GRUB takes keys: its menu or its prompt is there, and not only its first words. */
    public boolean isAtGrub() throws IOException {
        String text = text();
        return text.contains("grub>") || text.contains("highlighted");
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
