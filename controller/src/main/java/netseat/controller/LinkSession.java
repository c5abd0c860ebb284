package netseat.controller;

import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import netseat.protocol.Attachment;
import netseat.protocol.ByeReason;
import netseat.protocol.FrameReader;
import netseat.protocol.FrameWriter;
import netseat.protocol.KeyAction;
import netseat.protocol.Protocol;
import netseat.protocol.ProtocolException;
import netseat.protocol.ToController;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The controller's end of one link: takes its frames in their order to the adapters of its peripherals. The transport
 * calls {@link #receive}, {@link #tick} and {@link #closed} on one thread at a time.
 */
public final class LinkSession {
    /** The most peripherals on one link. */
    static final int MAX_PERIPHERALS = 256;

    private static final Logger log = LoggerFactory.getLogger(LinkSession.class);

    private static final long HELLO_WITHIN = TimeUnit.SECONDS.toNanos(10);
    private static final long PING_AFTER = TimeUnit.SECONDS.toNanos(10);
    private static final long CLOSE_AFTER = TimeUnit.SECONDS.toNanos(30);
    private static final long PING_HOLDING_AFTER = TimeUnit.SECONDS.toNanos(1);
    private static final long RELEASE_AFTER = TimeUnit.SECONDS.toNanos(5);

    private final Controller controller;
    private final Seat seat;
    private final Link link;
    private final FrameReader reader = new FrameReader();
    private final Frames frames = new Frames();
    private final Map<Integer, Adapter> adapters = new HashMap<>();

    private boolean greeted;
    private boolean ended;
    private boolean inputTaken;
    private long lastHeard;
    private volatile int answers;

    LinkSession(Controller controller, Seat seat, Link link, long nowNanos) {
        this.controller = controller;
        this.seat = seat;
        this.link = link;
        this.lastHeard = nowNanos;
    }

    Link link() {
        return link;
    }

    /** The sequence number of the last input that was given to a machine; any thread. */
    int answers() {
        return answers;
    }

    /**
     * Takes what the device sent: whole frames, from position to limit. A fault closes the link.
     *
     * @param arrivedNanos {@link System#nanoTime()} when it arrived
     */
    public void receive(ByteBuffer message, long arrivedNanos) {
        if (ended) {
            return;
        }
        lastHeard = arrivedNanos;
        inputTaken = false;
        try {
            reader.read(message, frames);
        } catch (ProtocolException e) {
            controller.countFault();
            log.debug("{}: closed: {} ({})", link.remote(), e.getMessage(), e.reason());
            end(e.reason(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            log.error("{}: our mistake closes this link", link.remote(), e);
            end(ByeReason.INTERNAL, "internal error");
        }
        if (inputTaken) {
            controller.times().record(StageTimes.Stage.INPUT, System.nanoTime() - arrivedNanos);
        }
    }

    /** To be called about once a second: watches over silence. */
    public void tick(long nowNanos) {
        if (ended) {
            return;
        }
        long silent = nowNanos - lastHeard;
        boolean holding = adapters.values().stream().anyMatch(Adapter::isHolding);
        if (!greeted && silent > HELLO_WITHIN) {
            end(ByeReason.TIMEOUT, "no HELLO within 10 seconds");
        } else if (silent > CLOSE_AFTER) {
            end(ByeReason.TIMEOUT, "silent for 30 seconds");
        } else if (holding && silent > RELEASE_AFTER) {
            log.info("{}: silent while holding keys, releasing them", link.remote());
            adapters.values().forEach(Adapter::releaseAll);
        } else if (greeted && silent > (holding ? PING_HOLDING_AFTER : PING_AFTER)) {
            ByteBuffer frame = ByteBuffer.allocate(32);
            FrameWriter.ping(frame, nowNanos);
            link.send(frame.flip());
        }
    }

    /** The link is gone: everything it holds is released and its peripherals are forgotten. */
    public void closed() {
        if (!ended) {
            ended = true;
            detachAll();
        }
    }

    /** Closes the link for a reason of the controller's own. */
    public void end(ByeReason reason, String text) {
        if (!ended) {
            ended = true;
            detachAll();
            link.close(reason, text);
        }
    }

    private void detachAll() {
        adapters.values().forEach(this::forget);
        adapters.clear();
        controller.ended(this);
    }

    private void forget(Adapter adapter) {
        seat.leave(adapter); // first, so that the seat does not plug it in again
        adapter.detach();
    }

    /** What the frames say; each method is one message. */
    private final class Frames implements ToController {
        private <A extends Adapter> A find(int peripheral, Class<A> kind) throws ProtocolException {
            Adapter adapter = adapters.get(peripheral);
            if (!kind.isInstance(adapter)) {
                throw new ProtocolException(
                        adapter == null ? ByeReason.OUT_OF_ORDER : ByeReason.BAD_VALUE,
                        "peripheral " + peripheral + (adapter == null ? " is not attached" : " is of another class"));
            }
            return kind.cast(adapter);
        }

        private void inputTaken() {
            answers = reader.lastSequence();
            inputTaken = true;
        }

        @Override
        public void hello(int lowestVersion, int highestVersion, String agent) throws ProtocolException {
            if (greeted) {
                throw new ProtocolException(ByeReason.OUT_OF_ORDER, "a second HELLO");
            }
            if (lowestVersion > Protocol.VERSION || highestVersion < Protocol.VERSION) {
                throw new ProtocolException(
                        ByeReason.VERSION, "this controller speaks version " + Protocol.VERSION + " only");
            }
            greeted = true;
            ByteBuffer frame = ByteBuffer.allocate(128);
            FrameWriter.welcome(frame, Protocol.VERSION, controller.name());
            link.send(frame.flip());
            log.debug("{}: {}", link.remote(), agent);
        }

        @Override
        public void attach(int peripheral, Attachment attachment) throws ProtocolException {
            if (!greeted) {
                throw new ProtocolException(ByeReason.OUT_OF_ORDER, "ATTACH before HELLO");
            }
            if (adapters.containsKey(peripheral)) {
                throw new ProtocolException(
                        ByeReason.OUT_OF_ORDER, "peripheral " + peripheral + " is attached already");
            }
            if (adapters.size() == MAX_PERIPHERALS) {
                throw new ProtocolException(ByeReason.TOO_MANY, "more than " + MAX_PERIPHERALS + " peripherals");
            }
            String name = seat.nameFor(attachment.peripheralClass());
            Adapter adapter = switch (attachment.peripheralClass()) {
                case KEYBOARD -> new KeyboardAdapter(name, peripheral, attachment, link);
                case POINTER -> new PointerAdapter(name, peripheral, attachment, link);
                case DISPLAY ->
                    new DisplayAdapter(
                            name,
                            peripheral,
                            attachment,
                            seat.isLossless(),
                            LinkSession.this,
                            controller.streams(),
                            controller.headSizes());
            };
            ByteBuffer frame = ByteBuffer.allocate(320);
            FrameWriter.attached(frame, peripheral, name);
            link.send(frame.flip());
            adapters.put(peripheral, adapter);
            seat.join(adapter);
        }

        @Override
        public void detach(int peripheral) throws ProtocolException {
            forget(find(peripheral, Adapter.class));
            adapters.remove(peripheral);
        }

        @Override
        public void key(int peripheral, int page, int code, KeyAction action) throws ProtocolException {
            find(peripheral, KeyboardAdapter.class).key(page, code, action);
            inputTaken();
        }

        @Override
        public void motion(int peripheral, int dx, int dy) throws ProtocolException {
            find(peripheral, PointerAdapter.class).motion(dx, dy);
            inputTaken();
        }

        @Override
        public void position(int peripheral, int x, int y) throws ProtocolException {
            find(peripheral, PointerAdapter.class).position(x, y);
            inputTaken();
        }

        @Override
        public void button(int peripheral, int button, boolean down) throws ProtocolException {
            find(peripheral, PointerAdapter.class).button(button, down);
            inputTaken();
        }

        @Override
        public void wheel(int peripheral, int vertical, int horizontal) throws ProtocolException {
            find(peripheral, PointerAdapter.class).wheel(vertical, horizontal);
            inputTaken();
        }

        @Override
        public void pictureShown(int peripheral, int mark) throws ProtocolException {
            find(peripheral, DisplayAdapter.class).shown(mark);
        }

        @Override
        public void pictureLost(int peripheral) throws ProtocolException {
            find(peripheral, DisplayAdapter.class).pictureLost();
        }

        @Override
        public void size(int peripheral, int width, int height) throws ProtocolException {
            find(peripheral, DisplayAdapter.class).wish(width, height);
        }

        @Override
        public void ping(long token) throws ProtocolException {
            if (!greeted) {
                throw new ProtocolException(ByeReason.OUT_OF_ORDER, "PING before HELLO");
            }
            ByteBuffer frame = ByteBuffer.allocate(32);
            FrameWriter.pong(frame, token);
            link.send(frame.flip());
        }

        @Override
        public void pong(long token) {
            // Whatever was heard ends the silence; the answer needs nothing else.
        }

        @Override
        public void bye(int peripheral, ByeReason reason, String text) throws ProtocolException {
            if (peripheral == 0) {
                end(ByeReason.NORMAL, "");
            } else {
                detach(peripheral);
            }
        }
    }
}
