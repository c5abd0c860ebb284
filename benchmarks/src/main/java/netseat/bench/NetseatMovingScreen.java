package netseat.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import netseat.device.SeatAddress;
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
    /** The controller's threads by the beginnings of their names. A small picture is encoded by the pixel thread. */
    private static final Map<String, List<String>> THREADS = threads();

    private final ServerProcess server;
    private final String machine;
    private final SeatAddress link;
    private final SceneGuest guest;

    /** The seat is plugged into the machine of the same name. */
    NetseatMovingScreen(ServerProcess server, String machine) throws IOException {
        this.server = server;
        this.machine = machine;
        this.link = server.link(machine);
        this.guest = new SceneGuest(
                server.serial(machine),
                server.monitor(machine),
                QemuProcess.of(server.machineFolder(machine)).pid());
    }

    private static Map<String, List<String>> threads() {
        Map<String, List<String>> threads = new LinkedHashMap<>();
        threads.put("the stream's thread", List.of("display "));
        threads.put("the pixel thread", List.of("pixels "));
        threads.put("the event loop", List.of("vert.x-eventloop"));
        threads.put("the refresh and QMP threads", List.of("refresh ", "qmp "));
        threads.put("the JIT compiler", List.of("C1 ", "C2 "));
        threads.put("the collector", List.of("Z"));
        return threads;
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
    public Map<String, Double> controllerParts() throws IOException, InterruptedException {
        Map<String, Double> parts = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> part : THREADS.entrySet()) {
            double seconds = 0;
            for (String name : part.getValue()) {
                seconds += ThreadTime.soFar(server.pid(), name);
            }
            parts.put(part.getKey(), seconds);
        }
        parts.put("encoding, by the clock", server.metric("netseat_head_encode_seconds_sum", "vm=\"" + machine + "\""));
        return parts;
    }

    @Override
    public Watch watch() throws IOException {
        Relay relay = new Relay(
                new InetSocketAddress(
                        InetAddress.getLoopbackAddress(), link.link().getPort()),
                Relay.Tap::none);
        SeatAddress through = link.through(relay.port());
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
