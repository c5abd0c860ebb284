package netseat.protocol;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Consumer;
import netseat.protocol.Attachment.Capabilities;

/**
 * The frames of {@code docs/vectors/frames.txt}: one or more of every type of message. {@link #main} writes the file anew
 * when the wire changes.
 */
final class FrameVectors {
    private static final String ID = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    private final List<Vector> vectors = new ArrayList<>();

    /**
     * One frame.
     *
     * @param toController its direction
     * @param hex header and payload
     * @param said what it says, as {@link Recorder} writes it down
     */
    record Vector(boolean toController, String hex, String said) {
        ByteBuffer frame() {
            return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
        }
    }

    private FrameVectors() {}

    static Path file() {
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            Path vectors = folder.resolve("docs/vectors");
            if (Files.isDirectory(vectors)) {
                return vectors.resolve("frames.txt");
            }
        }
        throw new IllegalStateException("there is no folder docs/vectors here or above");
    }

    static List<Vector> read() throws IOException {
        List<Vector> vectors = new ArrayList<>();
        String hex = "";
        for (String line : Files.readAllLines(file())) {
            if (line.startsWith("> ") || line.startsWith("< ")) {
                hex = line;
            } else if (line.startsWith("= ")) {
                vectors.add(new Vector(hex.startsWith(">"), hex.substring(2), line.substring(2)));
            }
        }
        return vectors;
    }

    /** What a vector's frame says to our own reader. */
    static String said(Vector vector) throws ProtocolException {
        Recorder recorder = new Recorder();
        if (vector.toController()) {
            new FrameReader().read(vector.frame(), (ToController) recorder);
        } else {
            new FrameReader().read(vector.frame(), (ToDevice) recorder);
        }
        return String.join("; ", recorder.heard());
    }

    static List<Vector> make() throws ProtocolException {
        FrameVectors all = new FrameVectors();
        all.toController();
        all.toDevice();
        return all.vectors;
    }

    private void toController() throws ProtocolException {
        Capabilities keyboard = new Capabilities(7, true, false, 5, 0, 0, 60, 1, 24, 0);
        Capabilities pointer = new Capabilities(0, true, true, 16, 0, 0, 60, 1, 24, 0);
        Capabilities display = new Capabilities(0, true, false, 5, 1920, 1080, 60, 2, 16, 3);
        add(true, out -> FrameWriter.hello(out, 1, 1, "my keyboard"));
        add(true, out -> FrameWriter.pair(out, "7K2QM-X49TB"));
        add(true, out -> FrameWriter.attach(out, 1, attachment(PeripheralClass.KEYBOARD, keyboard)));
        add(true, out -> FrameWriter.attach(out, 2, attachment(PeripheralClass.POINTER, pointer)));
        add(true, out -> FrameWriter.attach(out, 3, attachment(PeripheralClass.DISPLAY, display)));
        Attachment unit = new Attachment(PeripheralClass.KEYBOARD, "Müller", "M1", "7", keyboard, "usb 1-1.4");
        add(true, out -> FrameWriter.attach(out, 4, unit));
        add(true, out -> FrameWriter.key(out, 1, KeyPage.KEYBOARD, 0x04, KeyAction.PRESS));
        add(true, out -> FrameWriter.key(out, 1, KeyPage.SCAN_CODE, 0xE048, KeyAction.REPEAT));
        add(true, out -> FrameWriter.key(out, 1, KeyPage.CONSUMER, 0xE9, KeyAction.RELEASE));
        add(true, out -> FrameWriter.motion(out, 2, 5, -7));
        add(true, out -> FrameWriter.position(out, 2, 0x4000, 0x7FFF));
        add(true, out -> FrameWriter.button(out, 2, 1, true));
        add(true, out -> FrameWriter.wheel(out, 2, 120, -15));
        Capabilities touch =
                new Capabilities(0, true, false, 5, 0, 0, 60, 1, 24, 0, new Attachment.Surface(5, 344, 194));
        add(true, out -> FrameWriter.attach(out, 4, attachment(PeripheralClass.TOUCH, touch)));
        TouchReport fingers =
                new TouchReport().add(0, ContactState.MOVED, 0, 0x7FFF).add(9, ContactState.DOWN, 1, 2);
        add(true, out -> FrameWriter.touch(out, 4, fingers));
        TouchReport lifted = new TouchReport().add(9, ContactState.UP, 1, 2);
        add(true, out -> FrameWriter.touch(out, 4, lifted));
        add(true, out -> FrameWriter.pictureShown(out, 3, 255));
        add(true, out -> FrameWriter.pictureLost(out, 3));
        add(true, out -> FrameWriter.size(out, 3, 1920, 1080));
        add(true, out -> FrameWriter.ping(out, 0x0123456789ABCDEFL));
        add(true, out -> FrameWriter.pong(out, 1));
        add(true, out -> FrameWriter.detach(out, 2));
        add(true, out -> FrameWriter.bye(out, 0, ByeReason.NORMAL, ""));
    }

    private void toDevice() throws ProtocolException {
        add(false, out -> FrameWriter.welcome(out, 1, "netseat"));
        add(false, out -> FrameWriter.admission(out, AdmissionState.PENDING, new DeviceId(ID)));
        add(false, out -> FrameWriter.admission(out, AdmissionState.ADMITTED, new DeviceId(ID)));
        add(false, out -> FrameWriter.attached(out, 1, "a/keyboard"));
        add(false, out -> FrameWriter.status(out, 1, PlugState.RUNNING, "grub", ""));
        add(false, out -> FrameWriter.status(out, 4, PlugState.WAITING, "", "Waits."));
        add(false, out -> FrameWriter.bye(out, 4, ByeReason.REVOKED, "why"));
        add(false, out -> FrameWriter.leds(out, 1, 2));
        add(false, out -> FrameWriter.pointerMode(out, 2, true));
        add(false, out -> {
            FrameWriter.picturePrefix(out, 3, 0, 6, true, 5);
            out.put(HexFormat.of().parseHex("0100030002"));
        });
        add(false, out -> FrameWriter.touchMode(out, 4, 10));
        add(false, out -> FrameWriter.blank(out, 3, true));
        add(false, out -> FrameWriter.blank(out, 3, false));
        add(false, out -> FrameWriter.identify(out, 0, 10));
        add(false, out -> FrameWriter.identify(out, 2, 0));
        add(false, out -> FrameWriter.redirect(out, "desk.example", Protocol.DEFAULT_PORT, true));
        add(false, out -> FrameWriter.ping(out, -1));
        add(false, out -> FrameWriter.pong(out, 0x0123456789ABCDEFL));
        for (ByeReason reason : ByeReason.values()) {
            add(false, out -> FrameWriter.bye(out, 0, reason, "why"));
        }
    }

    private static Attachment attachment(PeripheralClass kind, Capabilities capabilities) {
        return new Attachment(kind, "Müller", "M1", "7", capabilities);
    }

    private void add(boolean toController, Consumer<ByteBuffer> writer) throws ProtocolException {
        ByteBuffer out = ByteBuffer.allocate(1024);
        writer.accept(out);
        FrameHeader.number(out.flip(), 0);
        String plain = HexFormat.of().formatHex(out.array(), 0, out.limit());
        String header = plain.substring(0, 2 * FrameHeader.LENGTH)
                .replaceFirst("(..)(..)(....)(........)(........)", "$1 $2 $3 $4 $5");
        String hex = (header + ' ' + plain.substring(2 * FrameHeader.LENGTH)).strip();
        vectors.add(new Vector(toController, hex, said(new Vector(toController, hex, ""))));
    }

    /** Writes the vectors' file. */
    public static void main(String[] arguments) throws IOException, ProtocolException {
        StringBuilder text = new StringBuilder("""
                # One frame of every type of message and more: see docs/protocol.md, "The frame" and "The messages".
                #
                # ">" is a frame to the controller, "<" one to the device, in hexadecimal: type, flags, peripheral, sequence
                # (each frame here is the first of a link of its own), length of the payload, payload. After "=" is what it
                # says: the message, the peripheral if it has one, and its fields in their order, numbers in decimal, states
                # and reasons by name. Of a PICTURE it ends with how many bytes of drawing commands there are.
                """);
        for (Vector vector : make()) {
            text.append(vector.toController() ? "\n> " : "\n< ").append(vector.hex());
            text.append("\n= ").append(vector.said()).append('\n');
        }
        Files.writeString(file(), text);
    }
}
