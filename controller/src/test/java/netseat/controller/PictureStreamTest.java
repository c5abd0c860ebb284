package netseat.controller;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import netseat.protocol.Attachment.Capabilities;
import netseat.protocol.FrameWriter;
import netseat.protocol.PeripheralClass;
import netseat.screen.Framebuffer;
import netseat.screen.PictureFormat;
import netseat.state.Database;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Display units that share their pictures, fall apart and come together again. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PictureStreamTest {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 200;

    /** A unit that understands all codings, so that it must forget what it remembers when it joins others. */
    private static final Capabilities EXACT = new Capabilities(0, true, false, 5, 0, 0, 60, 1, 24, PictureFormat.EXACT);

    private final NullMachine first = new NullMachine("first", WIDTH, HEIGHT);
    private final NullMachine second = new NullMachine("second", WIDTH, HEIGHT);
    private final List<TestDevice> devices = new ArrayList<>();
    private final Random random = new Random(11);
    private Controller controller;
    private Seat seat;

    @BeforeEach
    void prepare(@TempDir Path state) {
        controller = new Controller("test", Database.open(state));
        controller.add(first);
        controller.add(second);
        controller.addSeat("a", first, false);
        seat = controller.seat("a").orElseThrow();
    }

    @AfterEach
    void leave() {
        devices.forEach(device -> device.session().closed());
        assertThat(first.watchers()).isZero();
        assertThat(second.watchers()).isZero();
        assertThat(controller.heads())
                .allSatisfy(head -> assertThat(head.size()).isZero());
        assertThat(devices).allSatisfy(device -> assertThat(device.closed()).isEmpty());
    }

    @Test
    void unitsThatShowTheSameShareEachPicture() {
        TestDevice[] three = {sitDown(), sitDown(), sitDown()};
        awaitOneStream(3);
        long before = head().count().pictures();
        first.draw(10, 10, 50, 20, 0xFF0000);
        for (TestDevice device : three) {
            await().until(() -> device.shows(first.picture()));
        }
        assertThat(head().count().pictures()).as("encoded once for all").isEqualTo(before + 1);
    }

    @Test
    void aSeatsDisplaysThatAreReplugedTogetherBecomeOneStream() {
        sitDown();
        sitDown();
        second.draw(0, 0, WIDTH, HEIGHT, 0x334455);
        controller.plug(seat, second);
        await().until(() -> devices.stream().allMatch(device -> device.shows(second.picture())));
        await().until(() -> headOf(second).size() == 1 && headOf(second).units() == 2);
        assertThat(first.watchers()).isZero();
    }

    @Test
    void aUnitThatDoesNotAnswerFallsOutOfStepHoldsUpNobodyAndLosesNothing() {
        TestDevice quick = sitDown();
        TestDevice other = sitDown();
        TestDevice slow = sitDown();
        awaitOneStream(3);
        slow.answers(false);
        int before = slow.pictures();
        for (int i = 0; i < 20; i++) {
            drawSomething(first);
            await().until(() -> quick.shows(first.picture()) && other.shows(first.picture()));
        }
        assertThat(head().size()).isEqualTo(2);
        assertThat(slow.pictures())
                .as("one picture is on its way, and nothing queues")
                .isEqualTo(before + 1);
        slow.answers(true);
        await().until(() -> slow.shows(first.picture()));
        assertThat(slow.pictures())
                .as("all that it missed, in its newest state")
                .isEqualTo(before + 2);
        awaitOneStream(3);
    }

    @Test
    void aSlowUnitAloneWaitsForNobodyAndForksNothing() {
        TestDevice slow = sitDown();
        await().until(() -> slow.shows(first.picture()));
        slow.answers(false);
        drawSomething(first);
        drawSomething(first);
        assertThat(head().size()).isOne();
        slow.answers(true);
        await().until(() -> slow.shows(first.picture()));
        assertThat(head().size()).isOne();
    }

    @Test
    void aNewModeReachesBothSidesOfASplit() {
        TestDevice quick = sitDown();
        TestDevice slow = sitDown();
        awaitOneStream(2);
        slow.answers(false);
        for (int i = 0; i < 3; i++) {
            drawSomething(first);
            await().until(() -> quick.shows(first.picture()));
        }
        first.resize(400, 300);
        first.draw(0, 0, 400, 300, 0x556677);
        await().until(() -> quick.shows(first.picture()));
        first.draw(5, 5, 20, 20, 0x101010);
        assertThat(slow.picture().width()).isEqualTo(WIDTH);
        slow.answers(true);
        await().until(() -> slow.shows(first.picture()));
        await().until(() -> quick.shows(first.picture()));
        awaitOneStream(2);
    }

    @Test
    void aUnitThatLostItsPictureBeginsAnewAndTheOthersGoOn() {
        TestDevice lost = sitDown();
        TestDevice other = sitDown();
        awaitOneStream(2);
        int before = other.pictures();
        lost.picture().pixels()[7] = 0xBAD;
        lost.say(out -> FrameWriter.pictureLost(out, TestDevice.DISPLAY));
        await().until(() -> lost.shows(first.picture()));
        assertThat(other.pictures()).isEqualTo(before);
        awaitOneStream(2);
    }

    @Test
    void aUnitOfOnePictureASecondGetsNoMoreAndSlowsNobody() {
        TestDevice quick = sitDown();
        TestDevice calm = sitDown(new Capabilities(0, true, false, 5, 0, 0, 1, 1, 24, PictureFormat.EXACT));
        await().until(() -> quick.shows(first.picture()) && calm.shows(first.picture()));
        long start = System.nanoTime();
        int before = calm.pictures();
        for (int i = 0; i < 20; i++) {
            drawSomething(first);
            await().until(() -> quick.shows(first.picture()));
        }
        long seconds = (System.nanoTime() - start) / TimeUnit.SECONDS.toNanos(1);
        assertThat(calm.pictures() - before).isLessThanOrEqualTo((int) seconds + 1);
        await().until(() -> calm.shows(first.picture()));
    }

    @Test
    void unitsOfOtherColoursAreDrawnForThemselves() {
        TestDevice rich = sitDown();
        TestDevice poor = sitDown(new Capabilities(0, true, false, 5, 0, 0, 60, 1, 8, 0));
        first.draw(0, 0, WIDTH, HEIGHT, 0x9A5C7F);
        await().until(() -> rich.shows(first.picture()));
        await().until(() -> poor.picture().pixels()[0] == (0x9A5C7F & 0xE0E0C0));
        assertThat(head().size()).isEqualTo(2);
    }

    @Test
    void aPictureThatIsTooLongForAnUnknownLinkComesInPieces() {
        noise(first);
        TestDevice device = new TestDevice(controller, seat);
        devices.add(device);
        device.hello();
        device.attach(TestDevice.DISPLAY, PeripheralClass.DISPLAY);
        await().until(() -> device.pictures() == 1);
        assertThat(device.pictureBytes()).isBetween(UnitPace.FIRST_BUDGET, UnitPace.FIRST_BUDGET + 1024);
        assertThat(device.shows(first.picture())).isFalse();
        device.answers(true);
        await().until(() -> device.shows(first.picture()));
    }

    /** Pictures of one machine have no green, those of the other no red: a mixture shows a byte of the one too many. */
    @Test
    void unpluggingInTheMiddleNeverSendsAByteOfTheOldMachinesPicture() throws InterruptedException {
        paint(first, 0xFF0000);
        paint(second, 0x00FF00);
        AtomicReference<String> fault = new AtomicReference<>("");
        for (int i = 0; i < 3; i++) {
            sitDown().onPicture(picture -> {
                int seen = 0;
                for (int pixel : picture.pixels()) {
                    seen |= pixel;
                }
                if ((seen & 0xFF0000) != 0 && (seen & 0x00FF00) != 0) {
                    fault.set("pixels of both machines in one picture");
                }
            });
        }
        AtomicBoolean stop = new AtomicBoolean();
        List<Thread> painters = List.of(paintWhile(stop, first, 0xFF0000), paintWhile(stop, second, 0x00FF00));
        for (int i = 0; i < 60; i++) {
            int before = devices.getFirst().pictures();
            controller.plug(seat, i % 2 == 0 ? second : first);
            if (i % 3 == 0) { // else the next replug comes in the middle of whatever this one began
                await().until(() -> devices.getFirst().pictures() > before);
            }
        }
        stop.set(true);
        for (Thread painter : painters) {
            painter.join();
        }
        controller.plug(seat, second);
        second.draw(0, 0, 1, 1, 0x00FF00);
        await().until(() -> devices.stream().allMatch(device -> device.shows(second.picture())));
        assertThat(fault.get()).isEmpty();
    }

    @Test
    void aPictureThatIsBeingSentStopsBeforeAUnitThatHasLeft() throws InterruptedException {
        controller.addSeat("b", first, false);
        Seat others = controller.seat("b").orElseThrow();
        TestDevice stays = sitDown(others, EXACT);
        sitDown(others, EXACT);
        awaitOneStream(2);
        TestDevice leaves = sitDown();
        awaitOneStream(3); // it joined the larger stream, as the last
        noise(second);
        CountDownLatch reached = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        int before = leaves.pictures();
        stays.onPicture(picture -> {
            reached.countDown();
            pass(goOn);
        });
        Thread drawing = Thread.ofPlatform().start(() -> first.draw(0, 0, 100, 100, 0x123456));
        try {
            reached.await();
            assertThat(leaves.pictures()).isEqualTo(before);
            controller.plug(seat, second);
            await().until(() -> leaves.shows(second.picture()));
        } finally {
            goOn.countDown();
        }
        drawing.join();
        stays.onPicture(picture -> {});
        first.draw(0, 0, 50, 50, 0x7F7F7F);
        await().until(() -> stays.shows(first.picture()));
        assertThat(leaves.shows(second.picture())).isTrue();
    }

    private static void pass(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Thread paintWhile(AtomicBoolean stop, NullMachine machine, int mask) {
        return Thread.ofPlatform().start(() -> {
            Random noise = new Random(mask);
            while (!stop.get()) {
                machine.draw(noise.nextInt(200), noise.nextInt(100), 100, 100, noise.nextInt() & mask);
            }
        });
    }

    private void paint(NullMachine machine, int mask) {
        for (int i = 0; i < WIDTH * HEIGHT; i++) {
            machine.picture().pixels()[i] = random.nextInt() & mask;
        }
    }

    /** Whatever happens in whatever order: in the end everybody shows the newest state, and nothing is left over. */
    @Test
    void comingGoingAnsweringLosingAndNewModesInAnyOrder() {
        for (int step = 0; step < 600; step++) {
            LockSupport.parkNanos(random.nextInt(4_000_000)); // so that some wait longer than a split takes
            TestDevice one = devices.isEmpty() ? sitDown() : devices.get(random.nextInt(devices.size()));
            switch (random.nextInt(10)) {
                case 0 -> {
                    if (devices.size() < 8) {
                        sitDown();
                    }
                }
                case 1 -> {
                    if (devices.size() > 3) {
                        one.session().closed();
                        devices.remove(one);
                    }
                }
                case 2 -> one.answers(false);
                case 3 -> one.answers(true);
                case 4 -> {
                    if (random.nextInt(10) == 0) {
                        first.resize(16 + random.nextInt(400), 16 + random.nextInt(300));
                    }
                }
                case 5 -> one.say(out -> FrameWriter.pictureLost(out, TestDevice.DISPLAY));
                case 6 -> {
                    if (random.nextInt(10) == 0) {
                        controller.plug(seat, random.nextBoolean() ? second : null);
                        controller.plug(seat, first);
                    }
                }
                default -> drawSomething(first);
            }
        }
        devices.forEach(device -> device.answers(true));
        await().atMost(20, TimeUnit.SECONDS)
                .until(() -> devices.stream().allMatch(device -> device.shows(first.picture())));
        assertThat(head().size()).isLessThanOrEqualTo(devices.size());
        assertThat(head().units()).isEqualTo(devices.size());
    }

    private void drawSomething(NullMachine machine) {
        Framebuffer picture = machine.picture();
        int x = random.nextInt(picture.width());
        int y = random.nextInt(picture.height());
        int width = 1 + random.nextInt(picture.width() - x);
        int height = 1 + random.nextInt(picture.height() - y);
        machine.draw(x, y, width, height, random.nextInt(1 << 24));
    }

    private void noise(NullMachine machine) {
        paint(machine, 0xFFFFFF);
    }

    @Test
    void aSeatWithoutLossOffersNoneToItsDisplays() {
        Capabilities all = new Capabilities(0, true, false, 5, 0, 0, 60, 1, 24, PictureFormat.KNOWN_CODINGS);
        sitDown(all);
        assertThat(codings(seat)).isEqualTo(PictureFormat.KNOWN_CODINGS);
        controller.addSeat("exact", first, true);
        Seat exact = controller.seat("exact").orElseThrow();
        sitDown(exact, all);
        assertThat(codings(exact)).isEqualTo(PictureFormat.EXACT);
    }

    private static int codings(Seat at) {
        return at.members().stream()
                .filter(DisplayAdapter.class::isInstance)
                .mapToInt(display -> ((DisplayAdapter) display).format().codings())
                .findFirst()
                .orElseThrow();
    }

    private TestDevice sitDown() {
        return sitDown(EXACT);
    }

    private TestDevice sitDown(Capabilities capabilities) {
        return sitDown(seat, capabilities);
    }

    private TestDevice sitDown(Seat at, Capabilities capabilities) {
        TestDevice device = new TestDevice(controller, at).attachDisplay(capabilities);
        devices.add(device);
        return device;
    }

    private HeadStreams head() {
        return headOf(first);
    }

    private HeadStreams headOf(NullMachine machine) {
        return controller.heads().stream()
                .filter(head -> head.machine().equals(machine.name()))
                .findFirst()
                .orElseThrow();
    }

    /** A little change now and then, as a cursor's blink, gives streams that are apart their occasion to meet. */
    private void awaitOneStream(int units) {
        await().until(() -> {
            first.draw(0, 0, 1, 1, random.nextInt(1 << 24));
            return head().size() == 1
                    && head().units() == units
                    && devices.stream().allMatch(device -> device.shows(first.picture()));
        });
    }
}
