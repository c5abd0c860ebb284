package netseat.device;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import netseat.protocol.AdmissionState;
import netseat.protocol.ByeReason;
import netseat.protocol.DeviceId;
import netseat.protocol.FrameHeader;
import netseat.protocol.FrameWriter;
import netseat.protocol.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * A link that comes back by itself, for as long as it is not closed, over a transport whose connections a {@link Dialler}
 * makes: it dials, hands the device its connection, and dials again when that is gone, waiting longer each time that it was
 * not admitted. It trusts the first controller that admits it and no other after that, and goes where that sends it.
 */
public final class ReconnectingLink implements DeviceLink {
    private final Dialler dialler;
    private final DeviceKey key;
    private final DeviceEnd end;
    private final Thread thread;
    private final Backoff backoff = new Backoff(ThreadLocalRandom.current());

    // Guarded by this.
    private final Places places;
    private Optional<String> pairingCode;
    private @Nullable DeviceConnection connection;
    private boolean closed;

    private ReconnectingLink(
            Dialler dialler, DeviceKey key, ControllerAddress home, Optional<String> pairingCode, DeviceEnd end)
            throws IOException {
        this.dialler = dialler;
        this.key = key;
        this.pairingCode = pairingCode;
        this.end = end;
        this.places = new Places(home, key.sentTo());
        this.thread = Thread.ofVirtual().name("link to " + home).unstarted(this::run);
    }

    /**
     * Begins to dial, on a thread of its own, and goes on until the link is closed.
     *
     * @param pairingCode is shown once if the device is not admitted yet
     * @throws IOException when the device's own files cannot be read
     */
    public static ReconnectingLink start(
            Dialler dialler, DeviceKey key, ControllerAddress home, Optional<String> pairingCode, DeviceEnd end)
            throws IOException {
        ReconnectingLink link = new ReconnectingLink(dialler, key, home, pairingCode, end);
        link.thread.start();
        return link;
    }

    private void run() {
        while (!isClosed()) {
            ControllerAddress to = next();
            String why;
            try (DeviceConnection dialled = dialler.dial(found(to), key)) {
                if (!use(dialled)) {
                    return;
                }
                end.opened(this);
                why = dialled.read(new Receiver(dialled));
            } catch (IOException e) {
                why = "no link to " + to.words() + ": " + e.getMessage();
                tryAnother();
            }
            forget();
            end.closed(why);
            pause();
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized ControllerAddress next() {
        return places.present();
    }

    /** Where it is; looks for it when that is not known, and goes to what was found again once it was admitted there. */
    private ControllerAddress found(ControllerAddress to) throws IOException {
        if (!to.equals(ControllerAddress.ANYWHERE)) {
            return to;
        }
        FoundController found = ControllerSearch.find(key, dialler.protocol());
        end.found(found);
        synchronized (this) {
            places.sentTo(found.address(), true);
        }
        return found.address();
    }

    private synchronized void tryAnother() {
        places.failed();
    }

    private synchronized boolean use(DeviceConnection dialled) {
        connection = dialled;
        return !closed;
    }

    private synchronized void forget() {
        connection = null;
    }

    /** Waits before the next try; after a redirect too, lest two controllers play ball with it. */
    private synchronized void pause() {
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(backoff.nextMillis());
        try {
            for (long left = until - System.nanoTime(); !closed && left > 0; left = until - System.nanoTime()) {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            }
        } catch (InterruptedException e) {
            closed = true;
        }
    }

    private synchronized @Nullable DeviceConnection connection() {
        return connection;
    }

    @Override
    public void send(ByteBuffer frames) {
        DeviceConnection present = connection();
        if (present != null) {
            present.send(frames);
        }
    }

    @Override
    public int lastSequence() {
        DeviceConnection present = connection();
        return present == null ? 0 : present.lastSequence();
    }

    @Override
    public boolean asksAdmission() {
        return true;
    }

    @Override
    public void close() {
        DeviceConnection present;
        synchronized (this) {
            closed = true;
            present = connection;
            notifyAll();
        }
        if (present != null) {
            ByteBuffer frame = ByteBuffer.allocate(32);
            FrameWriter.bye(frame, FrameHeader.LINK, ByeReason.NORMAL, "");
            present.send(frame.flip());
            present.close();
        }
    }

    @Override
    public void cut() {
        DeviceConnection present = connection();
        if (present != null) {
            present.close();
        }
    }

    /** Takes what concerns the link itself, and hands everything to the device. On the link's thread. */
    private final class Receiver extends ForwardingEnd {
        private final DeviceConnection on;

        Receiver(DeviceConnection on) {
            super(end);
            this.on = on;
        }

        @Override
        public void admission(AdmissionState state, DeviceId device) throws ProtocolException {
            if (!device.equals(key.id())) {
                throw new ProtocolException(ByeReason.BAD_VALUE, "it takes this device for " + device.brief());
            }
            if (state == AdmissionState.ADMITTED) {
                backoff.reset();
                trust();
            } else {
                showCode();
            }
            super.admission(state, device);
        }

        private void trust() throws ProtocolException {
            Optional<ControllerAddress> forGood;
            synchronized (ReconnectingLink.this) {
                forGood = places.admitted();
            }
            try {
                if (key.controller().isEmpty()) {
                    key.trust(on.controller());
                }
                if (forGood.isPresent()) {
                    key.keep(forGood.get());
                }
            } catch (IOException e) {
                // Without its key, the next controller would be trusted: rather none at all.
                throw new ProtocolException(ByeReason.INTERNAL, "cannot keep the controller: " + e.getMessage());
            }
        }

        private void showCode() {
            Optional<String> code;
            synchronized (ReconnectingLink.this) {
                code = pairingCode;
                pairingCode = Optional.empty();
            }
            if (code.isPresent()) {
                ByteBuffer frame = ByteBuffer.allocate(128);
                FrameWriter.pair(frame, code.get());
                on.send(frame.flip());
            }
        }

        @Override
        public void redirect(String host, int port, boolean keep) throws ProtocolException {
            ControllerAddress to = new ControllerAddress(host, port);
            synchronized (ReconnectingLink.this) {
                places.sentTo(to, keep);
            }
            super.redirect(host, port, keep);
            on.close();
        }
    }
}
