package netseat.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import netseat.device.VirtualDisplay;
import netseat.e2e.ClassRoom;
import netseat.e2e.QemuProcess;
import netseat.e2e.ServerProcess;
import netseat.screen.PictureFormat;

/**
 * Netseat, watched by a display unit that understands what a browser does, and draws it. The unit and the relay are in this
 * process, whose processor time is the viewer's.
 */
final class NetseatMovingScreen implements MovingScreen {
    private final ServerProcess server;
    private final URI link;
    private final SceneGuest guest;

    /** The seat is plugged into the machine of the same name. */
    NetseatMovingScreen(ServerProcess server, String machine) throws IOException {
        this.server = server;
        this.link = server.link(machine);
        this.guest = new SceneGuest(
                server.serial(machine),
                server.monitor(machine),
                QemuProcess.of(server.machineFolder(machine)).pid());
    }

    @Override
    public String name() {
        return "Netseat";
    }

    @Override
    public SceneGuest guest() {
        return guest;
    }

    @Override
    public double controllerSeconds() throws IOException {
        return ProcessorTime.seconds(server.pid());
    }

    @Override
    public Watch watch() throws IOException {
        Relay relay =
                new Relay(new InetSocketAddress(InetAddress.getLoopbackAddress(), link.getPort()), Relay.Tap::none);
        URI through = URI.create("ws://localhost:" + relay.port() + link.getPath());
        VirtualDisplay unit = VirtualDisplay.seeing(through, ClassRoom.unit(PictureFormat.EXACT), picture -> {});
        return new Watch() {
            @Override
            public long updates() throws IOException {
                if (!unit.closed().isEmpty()) {
                    throw new IOException("the link is closed: " + unit.closed());
                }
                return unit.pictures();
            }

            @Override
            public long bytes() throws IOException {
                return relay.bytes();
            }

            @Override
            public double viewerSeconds() throws IOException {
                return ProcessorTime.seconds(ProcessHandle.current().pid());
            }

            @Override
            public void close() throws IOException {
                unit.close();
                relay.close();
            }
        };
    }
}
