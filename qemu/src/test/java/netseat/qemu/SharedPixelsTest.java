package netseat.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import netseat.screen.Framebuffer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Pixels in shared memory, from a fake QEMU: the one that is installed does not know them yet. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class SharedPixelsTest {
    private static final int FORMAT = 0x20020888;
    private static final String REFUSED = "org.freedesktop.DBus.Error.InvalidArgs";

    private final FakeQemu qemu = new FakeQemu();
    private final QemuDisplay display = new QemuDisplay(() -> {}, () -> {});
    private final HeadListener head = new HeadListener(0, display, qemu, nanos -> {}, SizeWish.NONE);
    private final Poller poller = new Poller(1);
    private final MemoryFile file = new MemoryFile("surface", 1 << 20);

    @BeforeEach
    void register() throws IOException {
        head.register();
    }

    @AfterEach
    void leave() throws IOException {
        head.close();
        assertThat(file.descriptors()).as("all others are closed").isEqualTo(1);
        file.close();
        qemu.close();
    }

    /** Has the fake do something, while this thread does what the pixel thread does. */
    private <T> T doing(Callable<T> what) throws IOException, InterruptedException, ExecutionException {
        Future<T> done = qemu.run(what);
        while (!done.isDone()) {
            step();
        }
        return done.get();
    }

    private void step() throws IOException {
        poller.watch(0, head.socket());
        poller.await(1);
        if (poller.isReady(0)) {
            head.drain();
        }
        tellSize();
        head.tend();
    }

    /** As QEMU tells it on the bus, which is not there: the size is never wrong in these tests. */
    private void tellSize() {
        Framebuffer picture = display.picture();
        head.told(Map.of("Width", picture.width(), "Height", picture.height()));
        head.settleSize();
    }

    private void assertShows(int[] surface, int offset, int stride) {
        Framebuffer picture = display.picture();
        int[] expected = new int[picture.width() * picture.height()];
        for (int i = 0; i < expected.length; i++) {
            int from = offset / 4 + i / picture.width() * (stride / 4) + i % picture.width();
            expected[i] = surface[from] & 0xFFFFFF;
        }
        assertThat(Arrays.mismatch(picture.pixels(), expected)).isEqualTo(-1);
    }

    /** Random pictures and rectangles: narrow ones, which are read row by row, and wide ones. */
    @Test
    void showsExactlyWhatIsShared() throws Exception {
        Random random = new Random(9);
        try (MemoryFile large = new MemoryFile("large", 64 << 20)) {
            for (int[] size : new int[][] {{1, 1, 4}, {640, 480, 2560}, {1920, 1080, 7744}, {100, 700, 65536}}) {
                int width = size[0];
                int height = size[1];
                int stride = size[2];
                int offset = 4 * random.nextInt(2000);
                int[] surface = random.ints(offset / 4 + stride / 4 * height).toArray();
                large.write(0, surface);
                assertThat(doing(() -> qemu.scanoutMap(0, offset, width, height, stride, FORMAT, large.fd())))
                        .isEmpty();
                assertThat(display.picture().width()).isEqualTo(width);
                assertThat(display.picture().height()).isEqualTo(height);
                assertThat(doing(qemu::settle)).isTrue();
                assertShows(surface, offset, stride);
                assertThat(large.descriptors()).isEqualTo(2);
                for (int round = 0; round < 40; round++) {
                    int x = random.nextInt(width);
                    int y = random.nextInt(height);
                    int partWidth = 1 + random.nextInt(round % 2 == 0 ? width - x : Math.min(20, width - x));
                    int partHeight = 1 + random.nextInt(height - y);
                    for (int row = y; row < y + partHeight; row++) {
                        int at = offset / 4 + row * (stride / 4) + x;
                        for (int i = at; i < at + partWidth; i++) {
                            surface[i] = random.nextInt(3) == 0 ? random.nextInt() : surface[i];
                        }
                    }
                    large.write(0, surface);
                    doing(() -> qemu.updateMap(x, y, partWidth, partHeight));
                    doing(qemu::settle);
                    assertShows(surface, offset, stride);
                }
            }
            doing(qemu::disable);
            doing(qemu::settle);
            assertThat(large.descriptors())
                    .as("a surface that is no more is let go")
                    .isEqualTo(1);
            assertThat(display.picture().pixels()).containsOnly(0);
        }
        assertThat(qemu.offers()).containsExactly(true);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0, 0, 1, 4",
        "0, 0, 1, 0, 4",
        "0, 0, -1, 1, 4",
        "0, 0, 8193, 1, 32772",
        "0, 0, 8192, 8192, 32768", // more pixels than a picture may have
        "0, 0, 65536, 65536, 262144", // whose product is 0 in 32 bits
        "0, 0, 100, 100, 399", // rows that overlap
        "0, 0, 100, 100, 0",
        "0, 0, 100, 100, -400", // unsigned on the wire
        "0, 0, 100, 100, 2147483647",
        "0, 0, 1024, 257, 4096", // a row more than the file has
        "0, 1048573, 1, 1, 4", // a pixel that ends beyond it
        "0, -4, 1, 1, 4",
        "1, 0, 100, 100, 400", // the second descriptor, of one
        "-1, 0, 100, 100, 400"
    })
    void refusesNumbersThatDoNotFitAndTakesThePixelsThemselves(
            int handle, int offset, int width, int height, int stride) throws Exception {
        assertThat(doing(() -> qemu.scanoutMap(handle, offset, width, height, stride, FORMAT, file.fd())))
                .isEqualTo(REFUSED);
        assertThat(file.descriptors()).isEqualTo(1);
        doing(() -> qemu.updateMap(0, 0, 1, 1)); // of nothing
        doing(() -> qemu.scanout(30, 20, 0x123456));
        doing(qemu::settle);
        assertThat(display.picture().width()).isEqualTo(30);
        assertThat(display.picture().pixels()).containsOnly(0x123456);
        assertThat(qemu.offers()).as("the same listener all the time").containsExactly(true);
    }

    @Test
    void refusesWhatIsNoFileInMemoryAndFormatsThatItCannotShow() throws Exception {
        assertThat(doing(() -> qemu.scanoutMap(0, 0, 10, 10, 40, 0x10020565, file.fd())))
                .isEqualTo(REFUSED);
        UnixSocket.Pair sockets = UnixSocket.pair();
        try (UnixSocket ours = sockets.ours();
                UnixSocket theirs = sockets.theirs()) {
            theirs.write(new byte[1000]);
            assertThat(doing(() -> qemu.scanoutMap(0, 0, 10, 10, 40, FORMAT, ours.fd())))
                    .isEqualTo(REFUSED);
        }
        assertThat(doing(() -> qemu.scanoutMap(0, 0, 10, 10, 40, FORMAT, file.fd())))
                .as("a better one afterwards")
                .isEmpty();
    }

    /** The one that would end the whole controller, if the surface were mapped. */
    @Test
    void aSurfaceThatIsCutShortEndsItsListenerAndIsNotSharedAgain() throws Exception {
        assertThat(doing(() -> qemu.scanoutMap(0, 0, 512, 512, 2048, FORMAT, file.fd())))
                .isEmpty();
        doing(qemu::settle);
        file.resize(4096);
        qemu.begin(() -> qemu.updateMap(0, 0, 512, 512));
        while (qemu.offers().size() < 2) {
            step();
        }
        assertThat(qemu.offers()).containsExactly(true, false);
        assertThat(file.descriptors()).isEqualTo(1);
        doing(() -> qemu.scanout(30, 20, 0x654321));
        doing(qemu::settle);
        assertThat(display.picture().pixels()).containsOnly(0x654321);
    }

    @ParameterizedTest
    @CsvSource({"0, 0, 513, 1", "-1, 0, 1, 1", "0, 512, 1, 1", "0, 0, 0, 1", "2147483647, 0, 2147483647, 1"})
    void anUpdateBeyondTheSurfaceEndsItsListener(int x, int y, int width, int height) throws Exception {
        doing(() -> qemu.scanoutMap(0, 0, 512, 512, 2048, FORMAT, file.fd()));
        qemu.begin(() -> qemu.updateMap(x, y, width, height));
        while (qemu.offers().size() < 2) {
            step();
        }
        assertThat(file.descriptors()).isEqualTo(1);
    }

    @Test
    void descriptorsThatDoNotComeAndThoseThatNobodyWants() throws Exception {
        doing(() -> qemu.unknown(file.fd(), file.fd()));
        doing(qemu::settle);
        assertThat(file.descriptors()).isEqualTo(1);
        assertThat(qemu.offers()).containsExactly(true);
        qemu.begin(qemu::scanoutMapWithoutDescriptor);
        while (qemu.offers().size() < 2) {
            step();
        }
        assertThat(qemu.offers()).as("nothing was shared when it failed").containsExactly(true, true);
        int[] many = new int[Descriptors.MOST];
        Arrays.fill(many, file.fd());
        doing(() -> qemu.unknown(many));
        doing(qemu::settle);
        assertThat(file.descriptors()).isEqualTo(1);
        assertThat(qemu.offers()).hasSize(2);
    }

    @Test
    void moreDescriptorsThanAMessageMayHaveAreClosed() throws IOException {
        try (Descriptors descriptors = new Descriptors()) {
            UnixSocket.Pair pair = UnixSocket.pair();
            try (UnixSocket ours = pair.ours();
                    UnixSocket theirs = pair.theirs();
                    Arena arena = Arena.ofConfined()) {
                int[] ten = new int[10];
                Arrays.fill(ten, file.fd());
                theirs.send(new byte[1], ten);
                theirs.send(new byte[1], ten);
                MemorySegment buffer = arena.allocate(8);
                assertThat(ours.read(buffer, 0, 8, descriptors)).isEqualTo(1);
                assertThat(file.descriptors()).isEqualTo(11);
                assertThatThrownBy(() -> ours.read(buffer, 0, 8, descriptors)).isInstanceOf(DbusException.class);
                assertThat(file.descriptors()).isEqualTo(1 + Descriptors.MOST);
            }
        }
    }
}
