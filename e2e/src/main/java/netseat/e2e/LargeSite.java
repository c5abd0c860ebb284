package netseat.e2e;

import java.io.IOException;
import java.nio.file.Files;
import netseat.protocol.DeviceId;

/** A controller with two hundred machines without guests, as many seats, and a thousand devices that were admitted to them. */
public final class LargeSite implements AutoCloseable {
    public static final int MACHINES = 200;
    public static final int DEVICES = 1_000;

    /**
     * Lets the console's page remember what its events say, in {@code heard}, and in {@code touched} by the name of their seat, VM
     * or list which elements were changed; pictures and what is said to the person are not counted.
     */
    public static final String LISTEN = """
            window.heard = [];
            window.touched = new Set();
            window.source = new EventSource('/api/v1/events/all');
            for (const name of ['state', 'change']) {
              source.addEventListener(name, (event) => heard.push(event.data));
            }
            window.watched = new MutationObserver((records) => records.forEach(({ target }) => {
              const element = target instanceof Element ? target : target.parentElement;
              if (element?.closest('.picture, #said')) {
                return;
              }
              const owner = element?.closest('[data-seat], [data-vm], [id]');
              touched.add(owner?.dataset.seat ?? owner?.dataset.vm ?? owner?.id ?? 'nobody');
            }));
            watched.observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
            0""";

    private final ServerProcess server;

    private LargeSite(ServerProcess server) {
        this.server = server;
    }

    /** Starts it; seat {@code sN} is plugged into machine {@code null(N + 1)}, and has the devices {@code bench N + 200 i}. */
    public static LargeSite start() throws IOException {
        StringBuilder declaration = new StringBuilder();
        for (int i = 1; i <= MACHINES; i++) {
            declaration
                    .append("[vm.null")
                    .append(i)
                    .append("]\ntitle = \"Simulator ")
                    .append(i)
                    .append("\"\n");
            declaration.append(Guests.seat("s" + (i - 1), "null" + i));
        }
        return new LargeSite(ServerProcess.startPrepared(
                ServerProcess.java(NullServer.class.getName(), "-Xmx512m"),
                state -> Files.writeString(state.resolve("devices"), devices()),
                declaration.toString()));
    }

    /** As controllers before there was a database kept them, which is taken over. */
    private static String devices() {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < DEVICES; i++) {
            lines.append(DeviceId.ofAddress("10.0." + i / 250 + "." + (1 + i % 250)))
                    .append("\tadmitted\t2026-01-01T00:00:00Z\t2026-01-01T00:00:00Z\t10.0.0.1\tbench ")
                    .append(i)
                    .append("\ts")
                    .append(i % MACHINES)
                    .append('\n');
        }
        return lines.toString();
    }

    public ServerProcess server() {
        return server;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
