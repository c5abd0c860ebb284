package netseat.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * A graphics card, {@code /dev/dri/cardN}. One thread at a time. Whoever opens one while nobody else draws has the
 * screen; the console has it again when this is closed.
 */
public final class DrmCard implements AutoCloseable {
    /** Where Linux has them. */
    public static final Path USUAL = Path.of("/dev/dri");

    /** Real cards have fewer; the kernel is not asked for more. */
    private static final int MOST = 64;

    private static final int MOST_MODES = 1024;

    private final Path path;
    private final Descriptor descriptor;

    private DrmCard(Path path, Descriptor descriptor) {
        this.path = path;
        this.descriptor = descriptor;
    }

    /** The cards that are there now; none when there is no such folder. */
    public static List<Path> cards(Path folder) throws IOException {
        List<Path> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "card[0-9]*")) {
                files.forEach(found::add);
            }
        }
        Collections.sort(found);
        return found;
    }

    /**
     * Opens a card.
     *
     * @throws LinuxException when it is gone or this user may not
     */
    public static DrmCard open(Path path) throws LinuxException {
        return new DrmCard(path, Descriptor.open(path, Libc.O_RDWR));
    }

    public Path path() {
        return path;
    }

    Descriptor descriptor() {
        return descriptor;
    }

    /** Whether pixels can be drawn on it by a program: a card that only computes has no screen. */
    public boolean draws() {
        try (Arena brief = Arena.ofConfined()) {
            MemorySegment cap = brief.allocate(DrmLayout.Cap.SIZE, 8);
            cap.set(JAVA_LONG, 0, DrmLayout.CAPABILITY_DUMB_BUFFER);
            return descriptor.tryIoctl(DrmLayout.GET_CAP, cap) == 0 && cap.get(JAVA_LONG, DrmLayout.Cap.VALUE) != 0;
        }
    }

    /** The numbers of the CRTCs, which are what drives a connector, by their places. */
    public List<Integer> crtcs() throws LinuxException {
        return resources(DrmLayout.Resources.COUNT_CRTCS, DrmLayout.Resources.CRTCS);
    }

    /** The sockets for monitors, and what is plugged into them; asks the monitors themselves, which takes a while. */
    public List<DrmConnector> connectors() throws LinuxException {
        List<DrmConnector> connectors = new ArrayList<>();
        for (int id : resources(DrmLayout.Resources.COUNT_CONNECTORS, DrmLayout.Resources.CONNECTORS)) {
            connectors.add(connector(id));
        }
        return connectors;
    }

    private List<Integer> resources(int countAt, int placeAt) throws LinuxException {
        try (Arena brief = Arena.ofConfined()) {
            MemorySegment resources = brief.allocate(DrmLayout.Resources.SIZE, 8);
            MemorySegment ids = brief.allocate(JAVA_INT, MOST);
            resources.set(JAVA_INT, countAt, MOST);
            resources.set(JAVA_LONG, placeAt, ids.address());
            descriptor.ioctl(DrmLayout.GET_RESOURCES, resources, "ask for the screens of");
            List<Integer> numbers = new ArrayList<>();
            for (int i = 0; i < Math.min(MOST, resources.get(JAVA_INT, countAt)); i++) {
                numbers.add(ids.getAtIndex(JAVA_INT, i));
            }
            return numbers;
        }
    }

    private DrmConnector connector(int id) throws LinuxException {
        try (Arena brief = Arena.ofConfined()) {
            MemorySegment asked = brief.allocate(DrmLayout.Connector.SIZE, 8);
            asked.set(JAVA_INT, DrmLayout.Connector.ID, id);
            // The first question, with no room for modes, makes the kernel ask the monitor.
            descriptor.ioctl(DrmLayout.GET_CONNECTOR, asked, "ask for the monitors of");
            int roomForModes = Math.clamp(asked.get(JAVA_INT, DrmLayout.Connector.COUNT_MODES), 1, MOST_MODES);
            MemorySegment modes = brief.allocate((long) roomForModes * DrmLayout.Mode.SIZE, 8);
            MemorySegment encoders = brief.allocate(JAVA_INT, MOST);
            asked.fill((byte) 0);
            asked.set(JAVA_INT, DrmLayout.Connector.ID, id);
            asked.set(JAVA_INT, DrmLayout.Connector.COUNT_MODES, roomForModes);
            asked.set(JAVA_LONG, DrmLayout.Connector.MODES, modes.address());
            asked.set(JAVA_INT, DrmLayout.Connector.COUNT_ENCODERS, MOST);
            asked.set(JAVA_LONG, DrmLayout.Connector.ENCODERS, encoders.address());
            descriptor.ioctl(DrmLayout.GET_CONNECTOR, asked, "ask for the monitors of");
            List<DrmMode> known = new ArrayList<>();
            for (int i = 0; i < Math.min(roomForModes, asked.get(JAVA_INT, DrmLayout.Connector.COUNT_MODES)); i++) {
                known.add(DrmMode.of(modes.asSlice((long) i * DrmLayout.Mode.SIZE, DrmLayout.Mode.SIZE)));
            }
            int crtcs = 0;
            for (int i = 0; i < Math.min(MOST, asked.get(JAVA_INT, DrmLayout.Connector.COUNT_ENCODERS)); i++) {
                crtcs |= crtcsOf(brief, encoders.getAtIndex(JAVA_INT, i));
            }
            return new DrmConnector(
                    id,
                    DrmConnector.name(
                            asked.get(JAVA_INT, DrmLayout.Connector.TYPE),
                            asked.get(JAVA_INT, DrmLayout.Connector.TYPE_ID)),
                    asked.get(JAVA_INT, DrmLayout.Connector.CONNECTION) == DrmLayout.CONNECTED,
                    List.copyOf(known),
                    crtcs);
        }
    }

    private int crtcsOf(Arena brief, int encoder) throws LinuxException {
        MemorySegment asked = brief.allocate(DrmLayout.Encoder.SIZE, 8);
        asked.set(JAVA_INT, 0, encoder);
        descriptor.ioctl(DrmLayout.GET_ENCODER, asked, "ask for the encoders of");
        return asked.get(JAVA_INT, DrmLayout.Encoder.POSSIBLE_CRTCS);
    }

    @Override
    public void close() {
        descriptor.close();
    }
}
