package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import netseat.e2e.Chromium.Tab;
import netseat.screen.Framebuffer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** What a person chooses for the screen of a seat, in a real Chromium: how it lies, its colours, head, size and numbers. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class BrowserScreenTest {
    private static final Duration BOOT = Duration.ofSeconds(90);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Path PICTURES = Path.of("target", "pictures");

    private static ServerProcess server;
    private static Chromium chromium;
    private static Serial tablet;
    private static Serial mouse;
    private static Serial two;

    private final List<Tab> tabs = new ArrayList<>();

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        server = ServerProcess.start(Guests.machine("tablet", Guests.linux("ps2", "tablet"))
                + Guests.machine("mouse", Guests.linux("ps2", "ps2"))
                + Guests.machine("two", Guests.heads(2, 1024, 768))
                + Guests.seat("a", "tablet")
                + Guests.seat("b", "mouse")
                + Guests.seat("c", "two"));
        chromium = Chromium.startAt(server);
        tablet = server.serial("tablet");
        mouse = server.serial("mouse");
        two = server.serial("two");
        tablet.await("the tablet's Linux is ready", BOOT, lines -> lines.contains("ready"));
        mouse.await("the mouse's Linux is ready", BOOT, lines -> lines.contains("ready"));
        two.await(
                "both heads are drawn",
                BOOT,
                lines -> lines.stream().filter(line -> line.startsWith("head ")).count() >= 2);
    }

    /** What one test chose is not for the next, nor are its tabs: a browser has six connections to a host. */
    @AfterEach
    void standUp() throws IOException {
        for (Tab tab : tabs) {
            tab.evaluate("localStorage.clear()");
            tab.close();
        }
    }

    @AfterAll
    static void stop() throws IOException {
        chromium.close();
        tablet.close();
        mouse.close();
        two.close();
        server.close();
    }

    private Tab sit(String seatAndChoices) throws IOException {
        Tab tab = open(seatAndChoices);
        awaitPicture(tab);
        return tab;
    }

    private Tab open(String seatAndChoices) throws IOException {
        Tab tab = chromium.open(server.page("/seat/" + seatAndChoices));
        tabs.add(tab);
        return tab;
    }

    private static void awaitPicture(Tab tab) {
        tab.await("netseat.connected && document.body.dataset.state === 'fine' && netseat.pictures > 0");
    }

    /** Chooses in the menu as a click does. */
    private static void choose(Tab tab, String name, String value) throws IOException {
        tab.evaluate("document.querySelector('#view-menu [name=%s][value=\"%s\"]').click()".formatted(name, value));
    }

    private static void tick(Tab tab, String name) throws IOException {
        tab.evaluate("document.querySelector('#view-menu [name=%s]').click()".formatted(name));
    }

    /** The rectangle of the page that the picture fills. */
    private static int[] place(Tab tab) throws IOException {
        JsonNode box = tab.evaluate("""
                (() => {
                  const { left, top, width, height } = document.querySelector('#screen').getBoundingClientRect();
                  return [left, top, width, height];
                })()""");
        int[] place = new int[4];
        for (int i = 0; i < place.length; i++) {
            assertThat(box.path(i).asDouble()).isEqualTo(Math.rint(box.path(i).asDouble()));
            place[i] = (int) box.path(i).asDouble();
        }
        return place;
    }

    private static Framebuffer seen(Tab tab) throws IOException {
        int[] place = place(tab);
        return tab.seen(place[0], place[1], place[2], place[3]);
    }

    /** The picture turned clockwise. */
    private static Framebuffer turned(Framebuffer picture, int degrees) {
        boolean sideways = degrees % 180 != 0;
        int width = sideways ? picture.height() : picture.width();
        int height = sideways ? picture.width() : picture.height();
        Framebuffer turned = new Framebuffer(width, height);
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                int to = switch (degrees) {
                    case 90 -> x * width + width - 1 - y;
                    case 180 -> (height - 1 - y) * width + width - 1 - x;
                    case 270 -> (height - 1 - x) * width + y;
                    default -> y * width + x;
                };
                turned.pixels()[to] = picture.pixels()[y * picture.width() + x];
            }
        }
        return turned;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 90, 180, 270})
    void aTurnedPictureIsSeenTurnedAndPointedAtWhereItIsSeen(int degrees) throws IOException {
        Tab tab = sit("a");
        choose(tab, "rotate", String.valueOf(degrees));
        tab.await("!document.querySelector('#bar').classList.contains('open')");
        Framebuffer canvas = Pictures.canvas(tab);
        Awaitility.await("the picture turned by " + degrees)
                .atMost(SOON)
                .untilAsserted(() -> assertThat(Pictures.differences(seen(tab), turned(canvas, degrees)))
                        .isEmpty());

        int[] place = place(tab);
        tab.mouse("mouseMoved", place[0] + place[2] / 2, place[1] + place[3] / 2, "none");
        tablet.await("the middle", SOON, lines -> hasPosition(lines, 0, 0x4000) && hasPosition(lines, 1, 0x4000));
        tablet.clear();
        // The guest's place a quarter from the left and an eighth from the top.
        double x = new double[] {1 / 4., 7 / 8., 3 / 4., 1 / 8.}[degrees / 90];
        double y = new double[] {1 / 8., 1 / 4., 7 / 8., 3 / 4.}[degrees / 90];
        tab.mouse("mouseMoved", (int) (place[0] + x * place[2]), (int) (place[1] + y * place[3]), "none");
        tablet.await("a quarter from the left", SOON, lines -> hasPosition(lines, 0, 0x2000));
        tablet.await("an eighth from the top", SOON, lines -> hasPosition(lines, 1, 0x1000));
    }

    private static boolean hasPosition(List<String> lines, int axis, int position) {
        return InputReport.events(lines, InputReport.EV_ABS).stream()
                .anyMatch(event -> event.code() == axis && Math.abs(event.value() - position) < 200);
    }

    @Test
    void aTurnIsKeptForTheBrowserAndAMotionIsTurnedBack() throws IOException {
        Tab tab = sit("b?rotate=270");
        choose(tab, "rotate", "90");
        tab.reload();
        awaitPicture(tab);
        assertThat(tab.evaluate("location.search").stringValue()).isEmpty();
        assertThat(tab.evaluate("document.querySelector('[name=rotate]:checked').value")
                        .stringValue())
                .isEqualTo("90");
        int[] place = place(tab);
        int x = place[0] + place[2] / 2;
        int y = place[1] + place[3] / 2;
        tab.mouse("mouseMoved", x, y, "none");
        tab.mouse("mousePressed", x, y, "left");
        tab.mouse("mouseReleased", x, y, "left");
        tab.await("document.pointerLockElement");
        mouse.clear();
        tab.mouse("mouseMoved", x + 30, y, "none");
        // To the right on a screen whose picture is turned clockwise is up in the picture.
        mouse.await(
                "a motion upwards",
                SOON,
                lines -> InputReport.events(lines, InputReport.EV_REL).stream()
                        .anyMatch(event -> event.code() == 1 && event.value() < 0));
        assertThat(InputReport.events(mouse.lines(), InputReport.EV_REL))
                .as("and none to the side")
                .noneMatch(event -> event.code() == 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {16, 8})
    void fewerColoursAreThePictureWithoutItsLowBitsAndWhiteStaysWhite(int depth) throws IOException {
        int mask = depth == 16 ? 0xF8FCF8 : 0xE0E0C0;
        Tab tab = sit("c");
        awaitDrawn(tab, 1024, 768);
        Framebuffer full = Pictures.canvas(tab);
        choose(tab, "depth", String.valueOf(depth));
        for (int i = 0; i < full.pixels().length; i++) {
            full.pixels()[i] &= mask;
        }
        Awaitility.await("the picture in " + depth + " bits")
                .atMost(SOON)
                .until(() -> Pictures.same(Pictures.canvas(tab), full));
        assertThat(tab.evaluate("location.search").stringValue()).isEqualTo("?depth=" + depth);

        tab.await("!document.querySelector('#bar').classList.contains('open')");
        double[] stretch = {255. / (mask >> 16), 255. / (mask >> 8 & 0xFF), 255. / (mask & 0xFF)};
        Awaitility.await("all of it is to be seen, once the bar has slid away")
                .atMost(SOON)
                .until(() -> isStretched(seen(tab), full, stretch));
        choose(tab, "depth", "24");
        tab.await("netseat.connected && location.search === ''");
    }

    /** The first head's guest has drawn on it to the last pixel, which is of a colour that only this size has there. */
    private static void awaitDrawn(Tab tab, int width, int height) {
        tab.await("netseat.width === %d && netseat.height === %d && netseat.pixels()[2] === 40".formatted(width, height)
                + " && netseat.pixels().at(-4) === %d && netseat.pixels().at(-3) === %d && netseat.pixels().at(-2) === 40"
                        .formatted((width - 1) & 0xFF, (height - 1) & 0xFF));
    }

    /** Whether each channel is that of the full picture times its factor, but for how a browser rounds. */
    private static boolean isStretched(Framebuffer seen, Framebuffer full, double[] stretch) {
        if (seen.pixels().length != full.pixels().length) {
            return false;
        }
        for (int i = 0; i < seen.pixels().length; i++) {
            for (int channel = 0; channel < 3; channel++) {
                int shift = 16 - 8 * channel;
                double expected = (full.pixels()[i] >> shift & 0xFF) * stretch[channel];
                int got = seen.pixels()[i] >> shift & 0xFF;
                if (got < (int) (expected - 1) || got > (int) (expected + 2)) {
                    return false;
                }
            }
        }
        return true;
    }

    @Test
    void theMenuAndTheAddressChooseTheHead() throws IOException {
        Tab tab = sit("c?head=2");
        awaitHead(tab, 2);
        choose(tab, "head", "1");
        awaitHead(tab, 1);
        assertThat(tab.evaluate("location.search").stringValue()).isEmpty();
        choose(tab, "head", "2");
        awaitHead(tab, 2);
        assertThat(tab.evaluate("location.search").stringValue()).isEqualTo("?head=2");
    }

    /** No other head has this blue in its first pixel. */
    private static void awaitHead(Tab tab, int head) {
        tab.await(
                "netseat.connected && document.body.dataset.state === 'fine' && netseat.pixels()[2] === " + 40 * head);
    }

    @Test
    void aHeadThatTheMachineDoesNotHaveIsSaidAndLeftByItsButton() throws IOException {
        Tab tab = open("c?head=7");
        tab.await("document.body.dataset.state === 'no-head'");
        tab.await("document.querySelector('#status').innerText.includes('two has no head 7\\n')");
        tab.screenshot(PICTURES.resolve("seat-no-head.png"));
        tab.evaluate("document.querySelector('#status [data-action=first-head]').click()");
        awaitHead(tab, 1);
        assertThat(tab.evaluate("location.search").stringValue()).isEmpty();
    }

    @Test
    void theGuestFollowsTheWindowWhereItsDriverCan() throws IOException {
        Tab tab = sit("c");
        two.clear();
        tab.window(1111, 555, 1);
        tick(tab, "follow");
        awaitFollowed(tab, 1111, 555);
        two.clear();
        tab.window(1000, 640, 1);
        awaitFollowed(tab, 1000, 640);
        choose(tab, "rotate", "90");
        awaitFollowed(tab, 640, 1000);
        choose(tab, "rotate", "0");
        tab.window(1000, 700, 2); // a pixel of the guest is a square of four
        tab.await("netseat.size.outcome === 'follows' && netseat.width === 1000 && netseat.height === 700");
        assertThat(two.lines()).as("each size once").doesNotHaveDuplicates();
        tab.window(1024, 768, 1);
        awaitFollowed(tab, 1024, 768);
    }

    private static void awaitFollowed(Tab tab, int width, int height) {
        String mode = "head 1 " + width + "x" + height;
        two.await(mode, SOON, lines -> lines.contains(mode));
        tab.await("netseat.size.outcome === 'follows' && netseat.width === %d && netseat.height === %d"
                .formatted(width, height));
        tab.await("document.querySelector('#follow-state').innerText === 'The guest follows: %d×%d.'"
                .formatted(width, height));
    }

    @Test
    void aGuestThatKeepsItsSizeIsSaidToDoSo() throws IOException {
        Tab tab = sit("a?follow=yes");
        tab.await("netseat.size.outcome === 'keeps'");
        String words = "The guest keeps its "
                + tab.evaluate("netseat.width + '×' + netseat.height").stringValue();
        assertThat(tab.evaluate("document.querySelector('#follow-state').textContent")
                        .stringValue())
                .startsWith(words);
        assertThat(tab.evaluate("document.querySelector('#hint').innerText").stringValue())
                .startsWith(words);
        tick(tab, "follow");
        assertThat(tab.evaluate("netseat.size.outcome").stringValue()).isEqualTo("none");
        assertThat(tab.evaluate("location.search").stringValue()).isEmpty();
    }

    @Test
    void tilesAreColouredByHowTheyCameAndNumbersAreShown() throws IOException {
        Tab tab = sit("a");
        assertThat(tab.evaluate("netseat.tiles.length").asInt()).isZero();
        tick(tab, "tiles");
        tab.key("KeyX", "x", true);
        tab.key("KeyX", "x", false);
        tab.await("netseat.tiles.some((way) => way > 0)");
        assertThat(tab.evaluate("netseat.tiles.some((way) => way === 0)").booleanValue())
                .as("what has not come since is not coloured")
                .isTrue();
        assertColoursFit(tab);
        tab.reload();
        awaitPicture(tab);
        tab.await("netseat.tiles.length === 45 * 25 && netseat.tiles.every((way) => way > 0)");
        assertColoursFit(tab);
        tab.await("Number(document.querySelector('#numbers-p99').value) > 0");
        JsonNode bytes = tab.evaluate("netseat.bytesByWay");
        double sum = 0;
        for (JsonNode each : bytes) {
            sum += each.asDouble();
        }
        assertThat(sum)
                .isPositive()
                .isLessThanOrEqualTo(tab.evaluate("netseat.stats.bytes").asDouble());
        assertThat(tab.evaluate("netseat.stats.drawingP50 <= netseat.stats.drawingP99")
                        .booleanValue())
                .isTrue();
        tab.screenshot(PICTURES.resolve("seat-tiles.png"));

        tick(tab, "tiles");
        assertThat(tab.evaluate("netseat.tiles.length").asInt()).isZero();
        assertThat(tab.evaluate("document.querySelector('#tiles').checkVisibility()")
                        .booleanValue())
                .isFalse();
        assertThat(tab.evaluate("document.querySelector('#numbers').checkVisibility()")
                        .booleanValue())
                .isFalse();
        tick(tab, "numbers");
        assertThat(tab.evaluate("document.querySelector('#numbers').checkVisibility()")
                        .booleanValue())
                .isTrue();
    }

    /** Each tile over the picture has its way's colour in the legend, or none. */
    private static void assertColoursFit(Tab tab) {
        Awaitility.await("they are drawn")
                .atMost(SOON)
                .untilAsserted(() -> assertThat(tab.evaluate("""
                        (() => {
                          const canvas = document.querySelector('#tiles');
                          const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
                          return netseat.tiles.filter((way, i) => {
                            const swatch = document.querySelector(`#numbers [data-way="${way}"] .swatch`);
                            const rgb = swatch ? getComputedStyle(swatch).backgroundColor.match(/\\d+/g).map(Number) : [];
                            return swatch ? rgb.some((value, c) => Math.abs(value - data[4 * i + c]) > 2)
                                : data[4 * i + 3] !== 0;
                          }).length;
                        })()""").asInt())
                        .as("tiles of another colour than their way's")
                        .isZero());
    }

    /** Crafted commands through the page's own decoder: each is marked by its way. */
    @Test
    void everyCommandMarksItsTilesByItsWay() throws IOException {
        Tab tab = sit("a");
        JsonNode marked = tab.evaluate("""
                (async () => {
                  const { PictureDecoder } = await import('/assets/picture.js');
                  const unit = new PictureDecoder();
                  const pixels = new Array(3 * 256).fill(7);
                  unit.decode(Uint8Array.from([
                    1, 0, 96, 0, 16,
                    4, 0, 1, 0, 0, 0, 0, 0, 255, 255, 255, ...new Array(32).fill(0xA5),
                    5, 0, 2, 0, 0, 3, 0, 0, 0, 1, 1, 1, 2, 2, 2, ...new Array(64).fill(0),
                    6, 0, 3, 0, 0, ...pixels,
                    3, 0, 16, 0, 0, 0, 16, 0, 16, 0, 64, 0, 0,
                    11, 0, 80, 0, 0, 0, 16, 0, 16, 0, 0, 0, 1, 0,
                  ]));
                  return [...unit.damage.marked];
                })()""");
        int[] ways = new int[marked.size()];
        Arrays.setAll(ways, i -> marked.path(i).asInt());
        // The last is covered by a passing picture, which lies below whatever is marked.
        assertThat(ways).containsExactly(1, 2, 2, 4, 5, 0);
    }

    /** For people to look at: light and dark, wide and narrow. */
    @Test
    void theMenuFitsTheWindow() throws IOException {
        Tab tab = sit("c?tiles=yes");
        for (String scheme : List.of("light", "dark")) {
            tab.call(
                    "Emulation.setEmulatedMedia",
                    Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
            for (int width : new int[] {1400, 380}) {
                tab.window(width, 800, 1);
                tab.evaluate("document.querySelector('#vm-select').focus()");
                tab.await("document.querySelector('#bar').getAnimations().length === 0");
                tab.evaluate("document.querySelector('#view-menu').showPopover()");
                tab.await("document.querySelector('#view-menu').style.top !== ''");
                tab.screenshot(PICTURES.resolve("seat-view-" + scheme + "-" + width + ".png"));
                assertThat(tab.evaluate("""
                                (() => {
                                  const { left, right, top, bottom } = document.querySelector('#view-menu').getBoundingClientRect();
                                  return left >= 0 && right <= innerWidth && top >= 0 && bottom <= innerHeight
                                      && document.documentElement.scrollWidth <= innerWidth;
                                })()""").booleanValue())
                        .as("the menu fits into %d pixels", width)
                        .isTrue();
                tab.evaluate("document.querySelector('#view-menu').hidePopover()");
            }
        }
    }
}
