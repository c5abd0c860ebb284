package netseat.qemu;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** An operator's tool on a machine's second QMP socket. */
final class Monitor implements AutoCloseable {
    private static final Pattern CELLS = Pattern.compile("0x([0-9a-f]{4})\\b");

    private final JsonMapper json = new JsonMapper();
    private final SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    private final BufferedReader reader;

    Monitor(Path machineFolder) throws IOException {
        channel.connect(UnixDomainSocketAddress.of(machineFolder.resolve("monitor")));
        reader = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8));
        command("qmp_capabilities", Map.of());
    }

    JsonNode command(String name, Map<String, ?> arguments) throws IOException {
        channel.write(ByteBuffer.wrap(json.writeValueAsBytes(Map.of("execute", name, "arguments", arguments))));
        while (true) {
            JsonNode message = json.readTree(String.valueOf(reader.readLine()));
            if (message.has("return")) {
                return message.get("return");
            }
            if (message.has("error")) {
                throw new IOException(message.get("error").toString());
            }
        }
    }

    /** What QEMU's human monitor answers. */
    String human(String line) throws IOException {
        return command("human-monitor-command", Map.of("command-line", line)).asString();
    }

    /** The VGA's text memory, 80 columns to a line. */
    String text() throws IOException {
        Matcher cells = CELLS.matcher(human("xp /2000xh 0xb8000"));
        StringBuilder text = new StringBuilder();
        for (int i = 1; cells.find(); i++) {
            text.append((char) (Integer.parseInt(cells.group(1), 16) & 0xFF));
            if (i % 80 == 0) {
                text.append('\n');
            }
        }
        return text.toString();
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
