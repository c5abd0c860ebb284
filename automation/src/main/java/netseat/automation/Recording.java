package netseat.automation;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import netseat.protocol.FrameHeader;
import netseat.protocol.FrameReader;
import netseat.protocol.ProtocolException;
import netseat.screen.BadPictureException;
import netseat.screen.Framebuffer;
import netseat.screen.PictureDecoder;

/** Plays what {@link Robot#record} wrote, picture by picture. Pure functions. */
public final class Recording {
    /** Sees the pictures of a recording. */
    public interface Viewer {
        /**
         * A picture is shown.
         *
         * @param micros since the recording began
         * @param picture valid during the call only
         */
        void shown(long micros, Framebuffer picture) throws IOException;
    }

    private Recording() {}

    /**
     * Plays a file from its beginning to its end, at once. A recording that was cut off is played as far as it is whole.
     *
     * @throws BadFileException when it is no recording, or damaged
     */
    public static void play(Path file, Viewer viewer) throws IOException, BadFileException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            play(in, viewer);
        } catch (BadFileException e) {
            throw new BadFileException(file + ": " + e.getMessage());
        }
    }

    static void play(InputStream from, Viewer viewer) throws IOException, BadFileException {
        DataInputStream in = new DataInputStream(from);
        if (!Arrays.equals(in.readNBytes(Recorder.HEAD.length), Recorder.HEAD)) {
            throw new BadFileException("no recording: it does not begin with 'netrec 1'");
        }
        PictureDecoder decoder = new PictureDecoder();
        FrameReader reader = new FrameReader();
        ByteBuffer frame = ByteBuffer.allocate(FrameHeader.LENGTH + FrameHeader.MAX_PAYLOAD_TO_DEVICE);
        try {
            while (true) {
                long micros = in.readLong();
                in.readFully(frame.clear().array(), 0, FrameHeader.LENGTH);
                long payload = FrameHeader.payloadLength(frame, 0);
                if (payload > FrameHeader.MAX_PAYLOAD_TO_DEVICE) {
                    throw new BadFileException("a damaged recording: a frame of " + payload + " bytes");
                }
                in.readFully(frame.array(), FrameHeader.LENGTH, (int) payload);
                frame.limit(FrameHeader.LENGTH + (int) payload);
                PictureFrame part = new PictureFrame();
                reader.read(frame, part);
                decoder.decode(part.commands());
                if (part.isLast()) {
                    viewer.shown(micros, decoder.picture());
                }
            }
        } catch (EOFException e) {
            return; // its end, or where it was cut off
        } catch (ProtocolException | BadPictureException e) {
            throw new BadFileException("a damaged recording: " + e.getMessage());
        }
    }
}
