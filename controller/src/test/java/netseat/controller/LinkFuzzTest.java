package netseat.controller;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.HashSet;
import java.util.Set;
import netseat.protocol.Attachment;
import netseat.protocol.ByeReason;
import netseat.protocol.FrameHeader;
import netseat.protocol.FrameWriter;
import netseat.protocol.PeripheralClass;
import netseat.state.Database;
import org.jspecify.annotations.Nullable;

/**
 * Whole links: whatever an admitted device says in whatever order, no fault is ours, and nothing stays pressed when it is
 * gone. Frames are numbered here, as a device does that knows the protocol, so that the search gets beyond their numbers.
 */
class LinkFuzzTest {
    private static final int LONGEST = 64;

    private static final NullMachine MACHINE = new NullMachine("vm", 64, 64);
    private static final Controller CONTROLLER = controller();

    private static Controller controller() {
        try {
            Controller controller = new Controller("fuzz", Database.open(Files.createTempDirectory("link")));
            controller.add(MACHINE);
            controller.addSeat("a", MACHINE, false);
            return controller;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FuzzTest(maxExecutions = 15_000)
    void anyFrames(byte[] said) {
        EndedLink link = new EndedLink();
        LinkSession session =
                CONTROLLER.open(link, CONTROLLER.seat("a").orElseThrow()).orElseThrow();
        ByteBuffer frames = ByteBuffer.allocate(4096);
        FrameWriter.hello(frames, 1, 1, "fuzz");
        FrameWriter.attach(frames, 1, device(PeripheralClass.KEYBOARD));
        FrameWriter.attach(frames, 2, device(PeripheralClass.POINTER));
        int sequence = FrameHeader.number(frames.flip(), 0);
        session.receive(frames, System.nanoTime());
        ByteBuffer in = ByteBuffer.wrap(said);
        while (in.remaining() >= 4) {
            ByteBuffer frame = ByteBuffer.allocate(FrameHeader.LENGTH + LONGEST);
            byte type = in.get();
            int flags = in.get() & 1;
            int peripheral = in.get() & 3;
            int length = Math.min(in.get() & (LONGEST - 1), in.remaining());
            frame.put(type)
                    .put((byte) flags)
                    .putShort((short) peripheral)
                    .putInt(0)
                    .putInt(length);
            frame.put(in.slice(in.position(), length)).flip();
            in.position(in.position() + length);
            sequence = FrameHeader.number(frame, sequence);
            session.receive(frame, System.nanoTime());
        }
        session.closed();
        if (link.reason == ByeReason.INTERNAL) {
            throw new AssertionError("our mistake: see the log");
        }
        Set<String> down = new HashSet<>();
        for (String heard : MACHINE.takeHeard()) {
            String what = heard.substring(0, heard.length() - 1);
            switch (heard.charAt(heard.length() - 1)) {
                case '+' -> down.add(what);
                case '-' -> down.remove(what);
                default -> {} // motion and wheel
            }
        }
        if (!down.isEmpty()) {
            throw new AssertionError(down + " stay pressed");
        }
    }

    /** Remembers why it was closed. */
    private static final class EndedLink implements Link {
        private @Nullable ByeReason reason;

        @Override
        public void send(ByteBuffer frames) {}

        @Override
        public void sendPicture(ByteBuffer prefix, byte[] commands, long readNanos) {}

        @Override
        public void close(ByeReason why, String text) {
            reason = why;
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }

        @Override
        public Transport transport() {
            return Transport.TLS;
        }

        @Override
        public String address() {
            return "fuzz";
        }

        @Override
        public String remote() {
            return "fuzz";
        }
    }

    private static Attachment device(PeripheralClass kind) {
        return new Attachment(kind, "", "fuzz", "", Attachment.Capabilities.DEFAULT);
    }
}
