package netseat.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import netseat.device.LinkMaker;
import netseat.device.SeatAddress;
import netseat.device.VirtualSeat;
import netseat.device.WebSocketDeviceLink;
import netseat.keys.Chord;
import netseat.keys.Layout;
import netseat.protocol.KeyAction;
import netseat.screen.Framebuffer;

/** The whole road: frames on a WebSocket or another transport, pixels decoded in the client. */
final class NetseatScreen implements Screen {
    private final VirtualSeat seat;
    private volatile Probe probe = new Probe(0, 0, -1, new CompletableFuture<>());

    NetseatScreen(SeatAddress link) throws IOException {
        this(WebSocketDeviceLink.to(link));
    }

    NetseatScreen(LinkMaker link) throws IOException {
        seat = VirtualSeat.connect(link, (picture, answers) -> probe.look(picture));
    }

    /** Waits until the machine is there. */
    void awaitReady(Duration within) throws IOException, InterruptedException {
        if (!seat.await(VirtualSeat::isReady, within)) {
            throw new IOException("not ready: " + seat.closed());
        }
    }

    @Override
    public void strike(char character) {
        for (Chord chord : Layout.us().chords(String.valueOf(character))) {
            chord.press(usage -> seat.key(usage, KeyAction.PRESS));
            chord.release(usage -> seat.key(usage, KeyAction.RELEASE));
        }
    }

    @Override
    public Framebuffer picture() {
        return seat.picture();
    }

    @Override
    public void expect(int x, int y, int colour) {
        probe = new Probe(x, y, colour, new CompletableFuture<>());
    }

    @Override
    public long awaitExpected(Duration within) throws Exception {
        return probe.seen().get(within.toMillis(), TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        seat.close();
    }
}
