package netseat.bench;

import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

/** A display of QEMU's own, watched by a viewer that others have written. */
final class PeerMovingScreen implements MovingScreen {
    private final Kind kind;
    private final SceneGuest guest;
    private final Path socket;
    private final XServer x;

    /**
     * What display and viewer.
     *
     * @param name for people
     * @param tap counts the updates of one connection
     * @param command starts the viewer, to connect to this port on the loopback address
     */
    record Kind(String name, Function<AtomicLong, Relay.Tap> tap, Function<Integer, List<String>> command) {
        static Kind vnc(String encoding, int number) {
            return new Kind(
                    "VNC, " + encoding,
                    requests -> new RfbRequests(requests, number),
                    port -> List.of(
                            "xtigervncviewer",
                            "-PreferredEncoding=" + encoding,
                            "-AutoSelect=0",
                            "-FullColor=1",
                            "-NoJPEG=1",
                            "-RemoteResize=0",
                            "127.0.0.1::" + port));
        }

        static Kind spice() {
            return new Kind(
                    "SPICE",
                    SpiceDrawings::new,
                    port -> List.of("spicy", "--uri=spice://127.0.0.1:" + port, "--spice-disable-audio"));
        }

        String program() {
            return command.apply(0).getFirst();
        }
    }

    /**
     * @param socket QEMU's, for viewers
     * @param x where the viewer is shown
     */
    PeerMovingScreen(Kind kind, SceneGuest guest, Path socket, XServer x) {
        this.kind = kind;
        this.guest = guest;
        this.socket = socket;
        this.x = x;
    }

    @Override
    public String name() {
        return kind.name();
    }

    @Override
    public SceneGuest guest() {
        return guest;
    }

    @Override
    public double controllerSeconds() {
        return 0;
    }

    @Override
    public Watch watch() throws IOException {
        AtomicLong updates = new AtomicLong();
        Relay relay =
                new Relay(UnixDomainSocketAddress.of(socket), () -> kind.tap().apply(updates));
        ProcessBuilder builder = new ProcessBuilder(kind.command().apply(relay.port()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD);
        builder.environment().put("DISPLAY", x.display());
        Process viewer = builder.start();
        return new Watch() {
            @Override
            public long updates() {
                return updates.get();
            }

            @Override
            public long bytes() throws IOException {
                if (!viewer.isAlive()) {
                    throw new IOException(kind.program() + " has ended");
                }
                return relay.bytes();
            }

            @Override
            public double viewerSeconds() throws IOException {
                return ProcessorTime.seconds(viewer.pid()) + ProcessorTime.seconds(x.pid());
            }

            @Override
            public void close() throws IOException {
                viewer.destroy();
                viewer.onExit().join();
                relay.close();
            }
        };
    }
}
