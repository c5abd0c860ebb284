package netseat.automation;

import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import netseat.device.VirtualSeat;
import netseat.protocol.FrameHeader;
import netseat.protocol.FrameWriter;
import netseat.screen.PictureDecoder;
import org.jspecify.annotations.Nullable;

/**
 * Writes what draws a screen to a file: the line {@code netrec 1}, then for each PICTURE frame {@code u64} microseconds since the
 * recording began and the frame as docs/protocol.md has it, of peripheral 1 and numbered from 1. The first one begins with MODE,
 * so that the file needs nothing from before it.
 */
final class Recorder implements VirtualSeat.PictureTap {
    static final byte[] HEAD = "netrec 1\n".getBytes(StandardCharsets.US_ASCII);
    static final int PERIPHERAL = 1;

    private final DataOutputStream out;

    // Guarded by this.
    private final ByteBuffer frame = ByteBuffer.allocate(FrameHeader.LENGTH + FrameHeader.MAX_PAYLOAD_TO_DEVICE);
    private int sequence;
    private long startNanos;
    private boolean begun;
    private boolean closed;
    private @Nullable IOException fault;

    Recorder(Path file) throws IOException {
        out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
        out.write(HEAD);
    }

    @Override
    public synchronized void picture(int mark, int answers, boolean last, ByteBuffer commands) {
        if (closed || fault != null) {
            return;
        }
        if (!begun) {
            if (!PictureDecoder.isBeginning(commands)) {
                return; // draws on what the recording does not have
            }
            begun = true;
            startNanos = System.nanoTime();
        }
        FrameWriter.picturePrefix(frame.clear(), PERIPHERAL, mark, answers, last, commands.remaining());
        sequence = FrameHeader.number(frame.put(commands).flip(), sequence);
        try {
            out.writeLong(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - startNanos));
            out.write(frame.array(), 0, frame.limit());
        } catch (IOException e) {
            fault = e;
        }
    }

    /** @throws IOException when something could not be written */
    synchronized void close() throws IOException {
        closed = true;
        out.close();
        if (fault != null) {
            throw fault;
        }
    }
}
