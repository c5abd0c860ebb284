package netseat.bench;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** A network device of the kernel's whose wire is this program: what the kernel sends on it is read here. Linux; needs root. */
final class TunDevice implements AutoCloseable {
    private static final int READ_AND_WRITE = 2; // O_RDWR
    private static final long SET_INTERFACE = 0x400454CAL; // TUNSETIFF
    private static final short TUN_WITHOUT_HEADER = 0x1001; // IFF_TUN | IFF_NO_PI
    private static final int REQUEST_LENGTH = 40; // struct ifreq
    private static final int FLAGS = 16;
    private static final long LONGEST = 65536;
    private static final int POLL_MILLIS = 100;
    private static final short READABLE = 1; // POLLIN

    private static final Linker LINKER = Linker.nativeLinker();
    private static final MethodHandle OPEN = function("open", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_INT));
    private static final MethodHandle IOCTL =
            function("ioctl", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_LONG, ADDRESS));
    private static final MethodHandle POLL =
            function("poll", FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
    private static final MethodHandle READ =
            function("read", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle WRITE =
            function("write", FunctionDescriptor.of(JAVA_LONG, JAVA_INT, ADDRESS, JAVA_LONG));
    private static final MethodHandle CLOSE = function("close", FunctionDescriptor.of(JAVA_INT, JAVA_INT));

    private final int descriptor;
    private volatile boolean closed;

    /** Makes it; an address is for {@code ip} to give. */
    TunDevice(String name) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            descriptor = (int) OPEN.invokeExact(arena.allocateFrom("/dev/net/tun"), READ_AND_WRITE);
            MemorySegment request = arena.allocate(REQUEST_LENGTH);
            request.setString(0, name);
            request.set(JAVA_SHORT, FLAGS, TUN_WITHOUT_HEADER);
            if (descriptor < 0 || (int) IOCTL.invokeExact(descriptor, SET_INTERFACE, request) != 0) {
                throw new IOException("no tun device to be had");
            }
        } catch (IOException e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    private static MethodHandle function(String name, FunctionDescriptor descriptor) {
        return LINKER.downcallHandle(LINKER.defaultLookup().findOrThrow(name), descriptor);
    }

    /** Takes whole IP packets, one at a time. */
    interface Packets {
        void take(byte[] packet);
    }

    /** Reads until it is closed, on a thread of its own. */
    void start(Packets packets) {
        Thread.ofPlatform().daemon().name("tun").start(() -> read(packets));
    }

    private void read(Packets packets) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment packet = arena.allocate(LONGEST);
            MemorySegment ready = arena.allocate(8, 4);
            while (!closed) {
                ready.set(JAVA_INT, 0, descriptor);
                ready.set(JAVA_SHORT, 4, READABLE);
                if ((int) POLL.invokeExact(ready, 1L, POLL_MILLIS) > 0) {
                    long length = (long) READ.invokeExact(descriptor, packet, LONGEST);
                    if (length > 0) {
                        packets.take(packet.asSlice(0, length).toArray(JAVA_BYTE));
                    }
                }
            }
            int ignored = (int) CLOSE.invokeExact(descriptor);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    /** Hands a packet to the kernel, as if it had come in. */
    void write(byte[] packet) {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(packet.length);
            memory.copyFrom(MemorySegment.ofArray(packet));
            long ignored = (long) WRITE.invokeExact(descriptor, memory, (long) packet.length);
        } catch (Throwable e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        closed = true;
    }
}
