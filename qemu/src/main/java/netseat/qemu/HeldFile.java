package netseat.qemu;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import netseat.hypervisor.VmSpec;

/**
 * Which keys, buttons and contacts the guest may believe pressed, one byte each, in a memory-mapped file: what is written here
 * outlives a controller that is killed, and the next one releases exactly that. Each head has a part of {@value #HEAD_SIZE}
 * bytes; where all share one keyboard and pointer, that is the first.
 *
 * <p>Its users guard their own part of it with locks of their own; closed after all of them.
 */
final class HeldFile implements AutoCloseable {
    /** Index of the first pointer button in a head's part; below are QEMU's key numbers. */
    static final int FIRST_BUTTON = 256;

    /** Index of the first contact of a touch screen. */
    static final int FIRST_CONTACT = FIRST_BUTTON + 16;

    /** Of one head. */
    static final int HEAD_SIZE = FIRST_CONTACT + 16;

    /** A file of a controller before this one, with one part, grows to it. */
    private static final int SIZE = VmSpec.Heads.MOST_WITH_INPUT * HEAD_SIZE;

    private final Arena arena = Arena.ofShared();
    private final MemorySegment bytes;

    HeldFile(Path path) throws IOException {
        try (FileChannel file =
                FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            bytes = file.map(FileChannel.MapMode.READ_WRITE, 0, SIZE, arena);
        } catch (IOException e) {
            arena.close();
            throw e;
        }
    }

    boolean isHeld(int index) {
        return bytes.get(JAVA_BYTE, index) != 0;
    }

    /** Whether nothing is held. */
    boolean isEmpty() {
        for (int i = 0; i < SIZE; i++) {
            if (isHeld(i)) {
                return false;
            }
        }
        return true;
    }

    void set(int index, boolean held) {
        bytes.set(JAVA_BYTE, index, (byte) (held ? 1 : 0));
    }

    @Override
    public void close() {
        arena.close();
    }
}
