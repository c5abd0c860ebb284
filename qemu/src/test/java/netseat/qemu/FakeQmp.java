package netseat.qemu;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The other end of a QMP socket that answers when it is told to: for what a real QEMU cannot be made to do at the right
 * moment.
 */
final class FakeQmp implements AutoCloseable {
    private final JsonMapper json = new JsonMapper();
    private final Path folder = Files.createTempDirectory("nf");
    private final ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    private final List<JsonNode> inputs = new CopyOnWriteArrayList<>();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private volatile String refused = "";
    private volatile SocketChannel peer = SocketChannel.open(StandardProtocolFamily.UNIX);

    FakeQmp() throws IOException {
        server.bind(UnixDomainSocketAddress.of(socket()));
        Thread.ofPlatform().daemon().start(this::serve);
    }

    Path socket() {
        return folder.resolve("qmp");
    }

    private void serve() {
        try (SocketChannel accepted = server.accept()) {
            peer = accepted;
            BufferedReader reader = new BufferedReader(Channels.newReader(accepted, StandardCharsets.UTF_8));
            StringBuilder command = new StringBuilder();
            for (int c = reader.read(); c >= 0; c = reader.read()) {
                command.append((char) c);
                if (isWhole(command)) {
                    take(json.readTree(command.toString()));
                    command.setLength(0);
                }
            }
        } catch (IOException e) {
            inputs.add(json.createObjectNode().put("ended", String.valueOf(e.getMessage())));
        }
    }

    /** As many closing braces as opening ones; no string of ours holds any. */
    private static boolean isWhole(StringBuilder text) {
        return text.indexOf("{") >= 0
                && text.chars().filter(c -> c == '{').count()
                        == text.chars().filter(c -> c == '}').count();
    }

    private void take(JsonNode command) throws IOException {
        if (command.path("execute").asString().equals("input-send-event")) {
            inputs.add(command.path("arguments").path("events"));
        } else if (command.path("execute").asString().equals(refused)) {
            say("{\"id\": " + command.path("id")
                    + ", \"error\": {\"class\": \"GenericError\", \"desc\": \"no such thing\"}}");
        } else {
            commands.add(command.path("execute").asString() + command.path("arguments"));
            say("{\"return\": {}, \"id\": " + command.path("id") + "}");
        }
    }

    /** This command is refused from now on. */
    void refuse(String command) {
        refused = command;
    }

    /** The other commands that were accepted, each with its arguments. */
    List<String> commands() {
        return commands;
    }

    /** The events of each input command, in order. */
    List<String> inputs() {
        return inputs.stream().map(JsonNode::toString).toList();
    }

    void say(String line) throws IOException {
        peer.write(ByteBuffer.wrap((line + "\r\n").getBytes(StandardCharsets.UTF_8)));
    }

    /** Answers the first unanswered input command. */
    void answer(boolean accepted) throws IOException {
        say(
                accepted
                        ? "{\"return\": {}, \"id\": \"i\"}"
                        : "{\"id\": \"i\", \"error\": {\"class\": \"GenericError\", \"desc\": \"VM not running\"}}");
    }

    @Override
    public void close() throws IOException {
        server.close();
        peer.close();
        Files.deleteIfExists(socket());
        Files.deleteIfExists(folder.resolve("held"));
        Files.deleteIfExists(folder);
    }
}
