package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import netseat.device.DeviceKey;
import netseat.device.TlsDeviceLink;
import netseat.device.VirtualSeat;
import netseat.e2e.Chromium.Tab;
import netseat.protocol.KeyAction;
import netseat.screen.BitmapFont;
import netseat.screen.Canvas;
import netseat.screen.Framebuffer;
import netseat.screen.Png;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The menu at a seat, by keyboard alone, over GRUB and over Debian's installer: on a display unit by TLS, and in a real
 * Chromium.
 */
@Timeout(value = 240, unit = TimeUnit.SECONDS)
class MenuTest {
    private static final Duration BOOT = Duration.ofSeconds(150);
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final Path PICTURES = Path.of("target", "pictures");

    private static final int ENTER = 0x28;
    private static final int ESCAPE = 0x29;
    private static final int SCROLL_LOCK = 0x47;
    private static final int DOWN = 0x51;
    private static final int SCROLL_LED = 4;

    /** The colours of an entry that is chosen, and of what a menu says of its seat. */
    private static final int ON_ACCENT = 0x08202F;

    private static final int ACCENT = 0x67B7E8;
    private static final int INK = 0xE9EBEE;
    private static final int SUNKEN = 0x121417;

    private static final int DIALOGUE = 0xAAAAAA;
    private static final int SIGNAL = 0xB3261E;

    private static ServerProcess server;
    private static Monitor grub;
    private static Monitor installer;

    @BeforeAll
    static void boot() throws IOException, InterruptedException {
        server = ServerProcess.start(Guests.machine("grub", "title = \"GRUB's shell\"\n" + Guests.GRUB)
                + Guests.machine("deb", "title = \"Debian installer\"\n" + Guests.debianInstaller())
                + Guests.seat("a", "grub")
                + Guests.seat("b", "grub")
                + Guests.seat("c", "grub")
                + "[menu]\nlanguage = \"en\"\n");
        server.awaitState("grub", "running");
        server.awaitState("deb", "running");
        grub = server.monitor("grub");
        installer = server.monitor("deb");
        try (VirtualSeat seat = server.sit("b")) {
            Awaitility.await("GRUB").atMost(BOOT).until(grub::isAtGrub);
            if (!grub.text().contains("grub>")) {
                seat.type("c");
            }
            awaitGrub("grub>");
            Awaitility.await("the installer's list of languages, which is as large as the screen")
                    .atMost(BOOT)
                    .until(() -> share(installer.screendump(), DIALOGUE) > 0.5);
        }
    }

    @AfterAll
    static void stop() throws IOException {
        grub.close();
        installer.close();
        server.close();
    }

    private static double share(Framebuffer picture, int colour) {
        return (double) Arrays.stream(picture.pixels())
                        .filter(pixel -> pixel == colour)
                        .count()
                / picture.pixels().length;
    }

    private static void awaitGrub(String end) {
        Awaitility.await(end)
                .atMost(SOON)
                .until(() -> grub.text().stripTrailing().endsWith(end));
    }

    private static JsonNode seat(String name) throws IOException, InterruptedException {
        for (JsonNode seat : server.state().path("seats")) {
            if (seat.path("name").stringValue().equals(name)) {
                return seat;
            }
        }
        throw new IllegalArgumentException("no seat " + name);
    }

    private static void awaitMenu(String seat, boolean open) {
        Awaitility.await("the menu of " + seat)
                .atMost(SOON)
                .until(() -> seat(seat).path("menu").booleanValue() == open);
    }

    private static void awaitPlugged(String seat, String vm) {
        awaitMenu(seat, false);
        Awaitility.await(vm)
                .atMost(SOON)
                .until(() -> seat(seat).path("vm").stringValue().equals(vm));
    }

    /** Waits until a display shows this text in these colours. */
    private static void awaitWords(Supplier<Framebuffer> display, String words, int ink, int ground) {
        Awaitility.await(words).atMost(SOON).until(() -> shows(display.get(), words, ink, ground));
    }

    private static boolean shows(Framebuffer picture, String words, int ink, int ground) {
        BitmapFont font = BitmapFont.forHeight(picture.height());
        Canvas wanted = new Canvas(new Framebuffer(words.length() * font.cellWidth(), font.cellHeight()));
        wanted.fill(0, 0, wanted.picture().width(), wanted.picture().height(), ground);
        wanted.text(font, 0, 0, words, ink);
        for (int y = 0; y + wanted.picture().height() <= picture.height(); y++) {
            for (int x = 0; x + wanted.picture().width() <= picture.width(); x++) {
                if (isAt(picture, x, y, wanted.picture())) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean isAt(Framebuffer picture, int x, int y, Framebuffer wanted) {
        for (int row = 0; row < wanted.height(); row++) {
            int from = (y + row) * picture.width() + x;
            int start = row * wanted.width();
            if (!Arrays.equals(
                    picture.pixels(), from, from + wanted.width(), wanted.pixels(), start, start + wanted.width())) {
                return false;
            }
        }
        return true;
    }

    private static void press(VirtualSeat seat, int... keys) {
        for (int key : keys) {
            seat.key(key, KeyAction.PRESS);
            seat.key(key, KeyAction.RELEASE);
        }
    }

    private static void keep(Framebuffer picture, String name) throws IOException {
        Files.createDirectories(PICTURES);
        Files.write(PICTURES.resolve(name), Png.encode(picture));
    }

    @Test
    void onADisplayUnitByTls(@TempDir Path folder) throws IOException, InterruptedException {
        server.plug("b", "grub");
        DeviceKey key = DeviceKey.in(folder.resolve("key"));
        Optional<String> code = Optional.of(server.pairingCode("a"));
        try (VirtualSeat seat = VirtualSeat.connect(TlsDeviceLink.to(key, server.devices(), code));
                VirtualSeat other = server.sit("b")) {
            assertThat(seat.await(it -> it.machine().equals("grub") && it.pictures() > 0, SOON))
                    .isTrue();
            seat.type("\n");
            awaitGrub("grub>");
            seat.type("echo one");
            awaitGrub("grub> echo one");
            press(seat, SCROLL_LOCK, SCROLL_LOCK);
            awaitWords(seat::picture, "GRUB's shell", ON_ACCENT, ACCENT);
            awaitWords(seat::picture, "Seat a", INK, SUNKEN);
            keep(seat.picture(), "menu-grub.png");
            seat.type("xyz");
            Pictures.assertEqual(other, grub); // nobody else has it

            seat.type("d");
            awaitWords(seat::picture, "Debian installer", ON_ACCENT, ACCENT);
            press(seat, ENTER);
            awaitPlugged("a", "deb");
            Awaitility.await("it is in the audit log")
                    .atMost(SOON)
                    .until(() -> server.request("GET", "/api/v1/audit?limit=5", "")
                            .body()
                            .contains("seat.menu"));
            Pictures.assertEqual(seat, installer);
            int[] before = seat.picture().pixels();
            press(seat, DOWN);
            assertThat(seat.await(it -> !Arrays.equals(it.picture().pixels(), before), SOON))
                    .as("the installer takes keys")
                    .isTrue();
            press(seat, SCROLL_LOCK);
            assertThat(seat.await(it -> (it.leds() & SCROLL_LED) != 0, SOON))
                    .as("one alone is Linux' own")
                    .isTrue();
            Awaitility.await("long after").pollDelay(Duration.ofMillis(600)).until(() -> true);
            press(seat, SCROLL_LOCK, SCROLL_LOCK);
            awaitWords(seat::picture, "Debian installer", ON_ACCENT, ACCENT);
            keep(seat.picture(), "menu-installer.png");
            press(seat, ESCAPE);
            awaitMenu("a", false);
            assertThat(seat.await(it -> (it.leds() & SCROLL_LED) != 0, SOON))
                    .as("the hotkey leaves the lock as it was")
                    .isTrue();
            press(seat, SCROLL_LOCK);
            assertThat(seat.await(it -> (it.leds() & SCROLL_LED) == 0, SOON)).isTrue();
            Pictures.assertEqual(seat, installer);

            Awaitility.await("long after").pollDelay(Duration.ofMillis(600)).until(() -> true);
            press(seat, SCROLL_LOCK, SCROLL_LOCK);
            awaitMenu("a", true);
            seat.type("1");
            press(seat, ENTER);
            awaitPlugged("a", "grub");
            seat.type(" two");
            awaitGrub("grub> echo one two");
            Pictures.assertEqual(seat, grub);
            seat.type("\n");
            awaitGrub("grub>");
        }
    }

    @Test
    void inABrowser() throws IOException, InterruptedException {
        server.plug("b", "grub");
        try (Chromium chromium = Chromium.startAt(server)) {
            Tab tab = chromium.open(server.page("/seat/b"));
            tab.await("netseat.connected && netseat.plug.state === 'running' && netseat.width > 1");
            tab.type("\n");
            awaitGrub("grub>");
            tab.type("echo three");
            awaitGrub("grub> echo three");
            hotkey(tab);
            awaitMenu("b", true);
            tab.type("xyz");
            tab.type("d\n");
            awaitPlugged("b", "deb");
            tab.await("netseat.plug.machine === 'deb'");
            Framebuffer before = installer.screendump();
            tab.key("PageDown", "PageDown", true);
            tab.key("PageDown", "PageDown", false);
            Awaitility.await("the installer takes keys")
                    .atMost(SOON)
                    .until(() -> !Arrays.equals(installer.screendump().pixels(), before.pixels()));
            hotkey(tab);
            awaitMenu("b", true);
            Awaitility.await("the panel on the page").atMost(SOON).until(() -> shownInPage(tab));
            tab.screenshot(PICTURES.resolve("menu-browser.png"));
            tab.type("grub\n");
            awaitPlugged("b", "grub");
            tab.type(" four");
            awaitGrub("grub> echo three four");
            tab.type("\n");
            tab.close();
        }
    }

    @Test
    void whatIsTypedIntoSeveralMachinesIsSaidOnTheScreen() throws IOException, InterruptedException {
        String path = "/api/v1/seats/c/broadcast";
        try (VirtualSeat seat = server.sit("c")) {
            assertThat(seat.await(it -> it.isReady() && it.pictures() > 0, SOON))
                    .isTrue();
            seat.type("\n");
            awaitGrub("grub>");
            assertThat(server.request("PUT", path, "{\"vms\": [\"deb\"]}").statusCode())
                    .isEqualTo(204);
            assertThat(seat.await(it -> it.picture().pixels()[0] == SIGNAL, SOON))
                    .isTrue();
            keep(seat.picture(), "broadcast.png");
            Framebuffer before = installer.screendump();
            seat.type("echo r");
            awaitGrub("grub> echo r");
            Awaitility.await("the installer finds a language by its letters")
                    .atMost(SOON)
                    .until(() -> !Pictures.same(before, installer.screendump()));
            assertThat(server.request("DELETE", path, "").statusCode()).isEqualTo(204);
            Framebuffer after = still(installer);
            seat.type("s\n");
            awaitGrub("grub>");
            Pictures.assertEqual(seat, grub);
            assertThat(Pictures.same(after, installer.screendump())).isTrue();
            assertThat(server.request("PUT", path, "{\"vms\": [\"deb\"]}").statusCode())
                    .isEqualTo(204);
        }
        Awaitility.await("it ends with the last link")
                .atMost(SOON)
                .until(() -> seat("c").path("broadcast").isEmpty());
    }

    /** The picture of a guest that has done with what it was told, and so has shown the same for a second. */
    private static Framebuffer still(Monitor guest) {
        AtomicReference<Framebuffer> last = new AtomicReference<>(new Framebuffer(1, 1));
        Awaitility.await("stillness").during(Duration.ofSeconds(1)).atMost(SOON).until(() -> {
            Framebuffer now = guest.screendump();
            return Pictures.same(last.getAndSet(now), now);
        });
        return last.get();
    }

    private static boolean shownInPage(Tab tab) throws IOException {
        return tab.holds("(() => { const canvas = document.querySelector('canvas');"
                + "const copy = document.createElement('canvas'); copy.width = netseat.width; copy.height = netseat.height;"
                + "const context = copy.getContext('2d'); context.drawImage(canvas, 0, 0);"
                + "const data = context.getImageData(0, 0, copy.width, copy.height).data;"
                + "for (let i = 0; i < data.length; i += 4)"
                + "  if (data[i] === 0x67 && data[i + 1] === 0xB7 && data[i + 2] === 0xE8) return true;"
                + "return false; })()");
    }

    private static void hotkey(Tab tab) throws IOException {
        for (boolean down : List.of(true, false, true, false)) {
            tab.key("ScrollLock", "ScrollLock", down);
        }
    }
}
