package netseat.screen;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * libjpeg-turbo, when the machine has it: a compressor and a decompressor. One thread at a time; its memory goes with the
 * object.
 */
final class JpegLibrary {
    /** The most pixels of one picture. */
    static final int MAX_PIXELS = 512 * Tile.SIDE * Tile.SIDE;

    private static final String NAME = "libturbojpeg.so.0";

    /** Four bytes a pixel, blue first: the ints of a framebuffer on a little-endian machine. */
    private static final int BGRX = 3;

    private static final int HALF_COLOUR = 2;
    private static final int KEEP_BUFFER = 1024;

    private static final @Nullable Calls CALLS = Calls.find();

    private final Calls calls;
    private final MemorySegment compressor;
    private final MemorySegment decompressor;
    private final MemorySegment pixels;
    private final MemorySegment coded;

    /** Where the library is told where the coded bytes go, and tells how many there are. */
    private final MemorySegment place;

    private JpegLibrary(Calls calls) {
        this.calls = calls;
        Arena arena = Arena.ofAuto();
        compressor = calls.handle(calls.initCompress, arena);
        decompressor = calls.handle(calls.initDecompress, arena);
        pixels = arena.allocate(4L * MAX_PIXELS, 16);
        coded = arena.allocate(8L * MAX_PIXELS);
        place = arena.allocate(16, 8);
    }

    /** The library, if there is one here. */
    static Optional<JpegLibrary> find() {
        return CALLS == null ? Optional.empty() : Optional.of(new JpegLibrary(CALLS));
    }

    static boolean isPresent() {
        return CALLS != null;
    }

    /**
     * Compresses a rectangle of at most {@link #MAX_PIXELS}.
     *
     * @return the coded bytes, which the next call overwrites; null when the library refuses
     */
    @Nullable
    ByteBuffer compress(int[] picture, int stride, int x, int y, int width, int height, int quality) {
        for (int row = 0; row < height; row++) {
            MemorySegment.copy(picture, (y + row) * stride + x, pixels, JAVA_INT, 4L * row * width, width);
        }
        place.set(ADDRESS, 0, coded);
        place.set(JAVA_LONG, 8, coded.byteSize());
        int failed = calls.compress(compressor, pixels, width, height, place, quality);
        return failed == 0 ? coded.asSlice(0, place.get(JAVA_LONG, 8)).asByteBuffer() : null;
    }

    /**
     * Decompresses a picture of exactly this size, of at most {@link #MAX_PIXELS}, into a rectangle of another.
     *
     * @return whether it is such a picture
     */
    boolean decompress(ByteBuffer jpeg, int[] picture, int stride, int x, int y, int width, int height) {
        int length = jpeg.remaining();
        if (length > coded.byteSize()) {
            return false;
        }
        MemorySegment.copy(MemorySegment.ofBuffer(jpeg), JAVA_BYTE, 0, coded, JAVA_BYTE, 0, length);
        boolean fits = calls.header(decompressor, coded, length, place) == 0
                && place.get(JAVA_INT, 0) == width
                && place.get(JAVA_INT, 4) == height;
        if (!fits || calls.decompress(decompressor, coded, length, pixels, width, height) != 0) {
            return false;
        }
        for (int row = 0; row < height; row++) {
            for (int column = 0; column < width; column++) {
                picture[(y + row) * stride + x + column] =
                        pixels.getAtIndex(JAVA_INT, (long) row * width + column) & 0xFFFFFF;
            }
        }
        return true;
    }

    /** The functions of the library. */
    private record Calls(
            MethodHandle initCompress,
            MethodHandle initDecompress,
            MethodHandle destroy,
            MethodHandle compress2,
            MethodHandle decompressHeader3,
            MethodHandle decompress2) {
        static @Nullable Calls find() {
            SymbolLookup library;
            try {
                library = SymbolLookup.libraryLookup(NAME, Arena.global());
            } catch (IllegalArgumentException e) {
                return null; // it is not installed
            }
            return new Calls(
                    function(library, "tjInitCompress", FunctionDescriptor.of(ADDRESS)),
                    function(library, "tjInitDecompress", FunctionDescriptor.of(ADDRESS)),
                    function(library, "tjDestroy", FunctionDescriptor.of(JAVA_INT, ADDRESS)),
                    function(
                            library,
                            "tjCompress2",
                            FunctionDescriptor.of(
                                    JAVA_INT, ADDRESS, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS,
                                    ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT)),
                    function(
                            library,
                            "tjDecompressHeader3",
                            FunctionDescriptor.of(
                                    JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, ADDRESS, ADDRESS, ADDRESS)),
                    function(
                            library,
                            "tjDecompress2",
                            FunctionDescriptor.of(
                                    JAVA_INT, ADDRESS, ADDRESS, JAVA_LONG, ADDRESS, JAVA_INT, JAVA_INT, JAVA_INT,
                                    JAVA_INT, JAVA_INT)));
        }

        private static MethodHandle function(SymbolLookup library, String name, FunctionDescriptor descriptor) {
            return Linker.nativeLinker().downcallHandle(library.findOrThrow(name), descriptor);
        }

        MemorySegment handle(MethodHandle init, Arena arena) {
            try {
                MemorySegment handle = (MemorySegment) init.invokeExact();
                return handle.reinterpret(arena, this::end);
            } catch (Throwable e) {
                throw unexpected(e);
            }
        }

        private void end(MemorySegment handle) {
            try {
                int _ = (int) destroy.invokeExact(handle);
            } catch (Throwable e) {
                throw unexpected(e);
            }
        }

        int compress(MemorySegment handle, MemorySegment from, int width, int height, MemorySegment to, int quality) {
            try {
                return (int) compress2.invokeExact(
                        handle, from, width, 0, height, BGRX, to, to.asSlice(8), HALF_COLOUR, quality, KEEP_BUFFER);
            } catch (Throwable e) {
                throw unexpected(e);
            }
        }

        int header(MemorySegment handle, MemorySegment from, long length, MemorySegment to) {
            try {
                return (int) decompressHeader3.invokeExact(
                        handle, from, length, to, to.asSlice(4), to.asSlice(8), to.asSlice(12));
            } catch (Throwable e) {
                throw unexpected(e);
            }
        }

        int decompress(MemorySegment handle, MemorySegment from, long length, MemorySegment to, int width, int height) {
            try {
                return (int) decompress2.invokeExact(handle, from, length, to, width, 0, height, BGRX, 0);
            } catch (Throwable e) {
                throw unexpected(e);
            }
        }

        private static IllegalStateException unexpected(Throwable e) {
            return new IllegalStateException("libjpeg-turbo cannot be called", e);
        }
    }
}
