package netseat.bench;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import netseat.bench.PeerMovingScreen.Kind;
import netseat.e2e.Guests;
import netseat.e2e.QemuProcess;
import netseat.e2e.Serial;
import netseat.e2e.ServerProcess;

/** The screens that are compared, with their guests: the peers' QEMU has the command line of Netseat's but for the display. */
final class ScreenStage implements Closeable {
    private static final String MACHINE = "scenes";
    private static final String SERIAL = "serial"; // as in a machine's folder
    private static final String VIEWERS = "viewers";

    private final Deque<Closeable> open = new ArrayDeque<>();
    private final List<MovingScreen> peers = new ArrayList<>();
    private final Path machineFolder;
    private final long machinePid;
    private final MovingScreen ours;
    private final SceneGuest unwatched;

    /** Starts all, one after the other; a peer whose programs are missing is left out, and that is said. */
    ScreenStage() throws Exception {
        try {
            ServerProcess server = ServerProcess.startBy(
                    Program.command(),
                    Guests.machine(MACHINE, Guests.scenes()) + Guests.seat(MACHINE, MACHINE),
                    "--no-demo");
            open.push(server::close);
            server.awaitState(MACHINE, "running");
            machineFolder = server.machineFolder(MACHINE);
            machinePid = QemuProcess.of(machineFolder).pid();
            ours = new NetseatMovingScreen(server, MACHINE);
            open.push(ours.guest()::close);

            PeerQemu vnc = start("-display", "none", "-vnc", "unix:FOLDER/" + VIEWERS);
            unwatched = guest(vnc);
            if (!Program.isThere(XServer.PROGRAM)) {
                System.out.println("The peers are left out: there is no " + XServer.PROGRAM + " for their viewers.");
                return;
            }
            XServer x = new XServer();
            open.push(x::close);
            for (Kind kind : List.of(Kind.vnc("Tight", RfbRequests.TIGHT), Kind.vnc("ZRLE", RfbRequests.ZRLE))) {
                add(kind, vnc, unwatched, x);
            }
            addSpice(x);
        } catch (Exception e) {
            close();
            throw e;
        }
    }

    MovingScreen ours() {
        return ours;
    }

    List<MovingScreen> peers() {
        return List.copyOf(peers);
    }

    /** The guest that nobody watches, unless one of its own screens is watched: what drawing alone takes. */
    SceneGuest unwatched() {
        return unwatched;
    }

    private PeerQemu start(String... display) throws IOException {
        PeerQemu qemu = new PeerQemu(folder -> command(folder, display), SERIAL, VIEWERS);
        open.push(qemu::close);
        return qemu;
    }

    private List<String> command(Path folder, String... display) {
        try {
            List<String> here = new ArrayList<>();
            for (String argument : display) {
                here.add(argument.replace("FOLDER", folder.toString()));
            }
            return PeerCommand.of(machinePid, machineFolder, folder, here);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private SceneGuest guest(PeerQemu qemu) throws IOException {
        SceneGuest guest = new SceneGuest(new Serial(qemu.file(SERIAL)), qemu.monitor(), qemu.pid());
        open.push(guest::close);
        return guest;
    }

    private void add(Kind kind, PeerQemu qemu, SceneGuest guest, XServer x) {
        if (isThere(kind)) {
            peers.add(new PeerMovingScreen(kind, guest, qemu.file(VIEWERS), x));
        }
    }

    /** Not every QEMU has SPICE. */
    private void addSpice(XServer x) throws IOException {
        Kind kind = Kind.spice();
        if (!isThere(kind)) {
            return;
        }
        PeerQemu qemu;
        try {
            qemu = start("-display", "none", "-spice", "unix=on,addr=FOLDER/" + VIEWERS + ",disable-ticketing=on");
        } catch (IOException e) {
            System.out.println(kind.name() + " is left out: " + e.getMessage());
            return;
        }
        add(kind, qemu, guest(qemu), x);
    }

    private static boolean isThere(Kind kind) {
        boolean there = Program.isThere(kind.program());
        if (!there) {
            System.out.println(kind.name() + " is left out: there is no " + kind.program() + ".");
        }
        return there;
    }

    @Override
    public void close() throws IOException {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }
}
