package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import netseat.device.DeviceKey;
import netseat.device.TlsDeviceLink;
import netseat.device.VirtualSeat;
import netseat.e2e.Chromium.Tab;
import netseat.protocol.AdmissionState;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The plugboard in a real Chromium: by mouse, by finger and by keyboard alone. Its pictures are kept. */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
class BrowserConsoleTest {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Path PICTURES = Path.of("target", "pictures");
    private static final int STEPS = 8;

    private static ServerProcess server;
    private static Chromium chromium;

    @TempDir
    private Path folder;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        StringBuilder machines = new StringBuilder();
        for (int i = 1; i <= 3; i++) {
            machines.append("[vm.null")
                    .append(i)
                    .append("]\ntitle = \"Simulator ")
                    .append(i)
                    .append("\"\n");
        }
        server = ServerProcess.startBy(
                ServerProcess.java(NullServer.class.getName(), "-Xmx256m"),
                machines + Guests.seat("desk", "null1") + "[seat.bench]\n[seat.spare]\n");
        chromium = Chromium.startAt(server);
    }

    @AfterAll
    static void stop() throws IOException {
        chromium.close();
        server.close();
    }

    private static Tab open(int width, int height) throws IOException {
        Tab tab = chromium.open(server.page("/"));
        tab.window(width, height, 1);
        tab.await("document.querySelector('[data-vm=null3]') && document.querySelector('[data-socket=spare]')");
        return tab;
    }

    private static String plugOf(String seat) throws IOException, InterruptedException {
        for (var each : server.state().path("seats")) {
            if (each.path("name").stringValue().equals(seat)) {
                return each.path("vm").isNull() ? "" : each.path("vm").stringValue();
            }
        }
        throw new IllegalArgumentException("no seat " + seat);
    }

    private static void awaitPlug(String seat, String machine) {
        Awaitility.await(seat + " is plugged into " + machine)
                .atMost(SOON)
                .until(() -> plugOf(seat).equals(machine));
    }

    private static Hands hands(Tab tab) {
        return new Hands(tab);
    }

    private static String said(Tab tab) throws IOException {
        return tab.evaluate("document.querySelector('#said').innerText").stringValue();
    }

    @Test
    void aCordIsDraggedFromASeatToAVmToAnotherAndOff() throws IOException {
        Tab tab = open(1440, 900);
        hands(tab).drag(hands(tab).middle("[data-socket=bench]"), hands(tab).middle("[data-vm=null2]"));
        tab.await("document.querySelector('[data-vm=null2].target')");
        tab.screenshot(PICTURES.resolve("console-drag.png"));
        hands(tab).drop(hands(tab).middle("[data-vm=null2]"));
        awaitPlug("bench", "null2");
        tab.await("document.querySelector('[data-cord=bench]')");
        assertThat(said(tab)).contains("bench", "Simulator 2");
        // Its plug is taken at the VM's end, and a second cord on the way is not.
        hands(tab).drag(hands(tab).middle("[data-cord=bench] .plug"), hands(tab).middle("[data-vm=null3]"));
        hands(tab).drop(hands(tab).middle("[data-vm=null3]"));
        awaitPlug("bench", "null3");
        tab.await("document.querySelector('[data-vm=null3] .seats-here').textContent.includes('bench')");
        // What is dropped where it was taken stays as it is.
        int[] plug = hands(tab).middle("[data-cord=bench] .plug");
        hands(tab).drag(plug, new int[] {plug[0] - 60, plug[1]});
        hands(tab).drag(new int[] {plug[0] - 60, plug[1]}, plug);
        hands(tab).drop(plug);
        int[] nowhere = {plug[0] - 150, plug[1] + 60};
        hands(tab).drag(plug, nowhere);
        tab.await("document.querySelector('.holding')");
        hands(tab).press("Escape");
        tab.await("!document.querySelector('.holding')");
        hands(tab).drop(nowhere);
        hands(tab).drag(hands(tab).middle("[data-cord=bench] .plug"), nowhere);
        hands(tab).drop(nowhere);
        awaitPlug("bench", "");
        tab.await("!document.querySelector('[data-cord=bench]')");
        // And what was not meant is taken back.
        tab.evaluate("document.querySelector('#said button').click()");
        awaitPlug("bench", "null3");
        unplug("bench");
        tab.close();
    }

    private static void unplug(String seat) {
        Awaitility.await()
                .atMost(SOON)
                .until(() -> server.request("POST", "/api/v1/seats/" + seat + "/plug", "{\"vm\": null}")
                                .statusCode()
                        == 204);
    }

    @Test
    void aFingerDragsACordOnATablet() throws IOException {
        Tab tab = open(820, 1180);
        tab.call("Emulation.setTouchEmulationEnabled", Map.of("enabled", true));
        int[] from = hands(tab).middle("[data-socket=spare]");
        int[] to = hands(tab).middle("[data-vm=null3]");
        // A tap takes the cord, another on a VM plugs it. First, as Chromium makes no click of a tap soon after a
        // fling.
        tap(tab, from);
        tab.await("document.querySelector('.holding')");
        tap(tab, hands(tab).middle("[data-vm=null1] h3"));
        awaitPlug("spare", "null1");
        touch(tab, "touchStart", from);
        for (int i = 1; i <= STEPS; i++) {
            touch(tab, "touchMove", new int[] {
                from[0] + (to[0] - from[0]) * i / STEPS, from[1] + (to[1] - from[1]) * i / STEPS
            });
        }
        tab.await("document.querySelector('[data-vm=null3].target')");
        tab.screenshot(PICTURES.resolve("console-tablet.png"));
        tab.call("Input.dispatchTouchEvent", Map.of("type", "touchEnd", "touchPoints", List.of()));
        awaitPlug("spare", "null3");
        unplug("spare");
        tab.close();
    }

    private static void touch(Tab tab, String type, int[] at) throws IOException {
        tab.call(
                "Input.dispatchTouchEvent",
                Map.of("type", type, "touchPoints", List.of(Map.of("x", at[0], "y", at[1]))));
    }

    private static void tap(Tab tab, int[] at) throws IOException {
        touch(tab, "touchStart", at);
        tab.call("Input.dispatchTouchEvent", Map.of("type", "touchEnd", "touchPoints", List.of()));
    }

    @Test
    void theKeyboardAloneTakesACordChoosesAVmAndPlugs() throws IOException, InterruptedException {
        Tab tab = open(1440, 900);
        // By Tab alone to the seat's socket.
        for (int i = 0; i < 60 && !tab.holds("document.activeElement?.dataset.socket === 'bench'"); i++) {
            hands(tab).press("Tab");
        }
        assertThat(tab.holds("document.activeElement?.dataset.socket === 'bench'"))
                .as("the socket is reached by Tab")
                .isTrue();
        hands(tab).press("Enter");
        assertThat(said(tab)).contains("bench", "Escape");
        hands(tab).press("ArrowDown");
        hands(tab).press("ArrowDown");
        tab.await("document.querySelector('[data-vm=null2].target')");
        assertThat(said(tab)).isEqualTo("Simulator 2, " + state(tab, "null2") + ", 2 of 3");
        tab.screenshot(PICTURES.resolve("console-keyboard.png"));
        hands(tab).press("Escape");
        assertThat(plugOf("bench")).isEmpty();
        hands(tab).press("Enter");
        hands(tab).press("ArrowDown");
        hands(tab).press("Enter");
        awaitPlug("bench", "null1");
        tab.await("document.querySelector('#said').innerText.includes('Simulator 1')");
        hands(tab).press("Enter");
        hands(tab).press("Delete");
        awaitPlug("bench", "");
        tab.close();
    }

    private static String state(Tab tab, String machine) throws IOException {
        return tab.evaluate("document.querySelector('[data-vm=" + machine + "] .state').textContent")
                .stringValue();
    }

    @Test
    void onAPhoneASeatIsPluggedByAList() throws IOException {
        Tab tab = open(390, 844);
        tab.evaluate("(() => { const select = document.querySelector('[data-seat=bench] select'); select.focus();"
                + "select.value = 'null3'; select.dispatchEvent(new Event('change')); })()");
        awaitPlug("bench", "null3");
        for (String side : List.of("seats", "vms")) {
            tab.evaluate("document.querySelectorAll('.sides button')["
                    + List.of("seats", "vms").indexOf(side) + "].click()");
            tab.await("document.querySelector('." + side + "-pane').offsetHeight > 0");
            assertThat(tab.evaluate("document.documentElement.scrollWidth").asInt())
                    .as("nothing sticks out to the right")
                    .isLessThanOrEqualTo(390);
            tab.screenshot(PICTURES.resolve("console-phone-" + side + ".png"));
        }
        unplug("bench");
        tab.close();
    }

    @Test
    void aWaitingDeviceIsAdmittedWhereItsSeatIs() throws IOException, InterruptedException {
        DeviceKey key = DeviceKey.in(folder.resolve("k"));
        Tab tab = open(1440, 900);
        try (VirtualSeat device = VirtualSeat.connect(TlsDeviceLink.to(key, server.devices()))) {
            tab.await("document.querySelector('[data-waiting=\"" + key.id() + "\"]')");
            tab.evaluate("document.querySelector('[data-admit=\"" + key.id() + "\"]').focus()");
            hands(tab).press("Enter");
            tab.await("document.querySelector('dialog img.qr').naturalWidth > 0");
            tab.call("Input.insertText", Map.of("text", "Red keyboard"));
            tab.evaluate("document.querySelector('dialog [name=seat]').value = 'spare'");
            hands(tab).press("Enter");
            assertThat(device.await(seat -> seat.admission() == AdmissionState.ADMITTED, SOON))
                    .isTrue();
            tab.await(
                    "document.querySelector('[data-seat=spare] .member[data-here=yes]')?.innerText === 'Red keyboard'");
            tab.await("document.querySelector('.waiting').hidden");
            assertThat(tab.evaluate("document.querySelectorAll('[data-seat=spare] .member .glyph').length")
                            .asInt())
                    .as("a keyboard, a pointer and a display")
                    .isEqualTo(3);
        }
        tab.await("document.querySelector('[data-seat=spare] .member[data-here=no]')");
        server.request("POST", "/api/v1/devices/" + key.id() + "/revoke", "");
        tab.await("!document.querySelector('[data-seat=spare] .member')");
        tab.close();
    }

    @Test
    void bothLanguagesHaveTheSameWordsAndNoneIsLeftUntranslated() throws IOException {
        Tab tab = open(1440, 900);
        tab.evaluate("Promise.all(['en', 'de'].map((each) => import(`/assets/words-${each}.js`)))"
                + ".then(([en, de]) => { window.words = { en: en.ENGLISH, de: de.GERMAN }; })");
        assertThat(tab.evaluate("JSON.stringify(Object.keys(words.en).filter((key) => !(key in words.de))"
                                + ".concat(Object.keys(words.de).filter((key) => !(key in words.en))))")
                        .stringValue())
                .isEqualTo("[]");
        assertThat(tab.evaluate("JSON.stringify(Object.keys(words.en).filter((key) => JSON.stringify("
                                + "(words.en[key].match(/\\{\\w+\\}/g) ?? []).sort()) !== JSON.stringify("
                                + "(words.de[key].match(/\\{\\w+\\}/g) ?? []).sort())))")
                        .stringValue())
                .as("the same places for values")
                .isEqualTo("[]");
        tab.evaluate("localStorage.setItem('netseat.language', 'de')");
        for (String page : List.of("board", "devices", "presets", "users", "audit", "health")) {
            tab.open(server.page("/?" + page + "#" + page));
            tab.await("document.documentElement.lang === 'de' && !document.querySelector('#content').hidden"
                    + " && document.body.dataset.page === '" + page + "'");
            tab.await("document.querySelector('#health').hidden || document.querySelector('#health tbody tr')");
            assertThat(foreign(tab))
                    .as("English or no words on the page %s", page)
                    .isEmpty();
            tab.screenshot(PICTURES.resolve("console-de-" + page + ".png"));
        }
        tab.open(server.page("/seat/bench?numbers=yes"));
        tab.await("document.querySelector('#status-title').innerText === 'In keine VM gesteckt'");
        assertThat(foreign(tab)).as("English or no words on a seat's page").isEmpty();
        tab.evaluate("document.querySelector('#keys-button').click()");
        tab.await("document.querySelector('#keys-menu').matches(':popover-open')");
        tab.screenshot(PICTURES.resolve("seat-de-keys.png"));
        tab.evaluate("document.querySelector('#view-button').click()");
        tab.await("document.querySelector('#view-menu').matches(':popover-open')");
        tab.screenshot(PICTURES.resolve("seat-de-view.png"));
        tab.evaluate("localStorage.removeItem('netseat.language')");
        tab.close();
    }

    /** What is said on the page that the English dictionary has and the German has not, or that is a key. */
    private static List<String> foreign(Tab tab) throws IOException {
        String found = tab.evaluate("""
                Promise.all([import('/assets/words-en.js'), import('/assets/words-de.js')]).then(([en, de]) => {
                  const german = new Set(Object.values(de.GERMAN));
                  const english = new Set(Object.values(en.ENGLISH).filter((text) => !german.has(text)));
                  const keys = new Set(Object.keys(en.ENGLISH).filter((key) => key.includes('.')));
                  const said = [];
                  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
                  while (texts.nextNode()) {
                    if (!texts.currentNode.parentElement.closest('#audit code')) { // the names of the API's routes
                      said.push(texts.currentNode.data.trim());
                    }
                  }
                  for (const element of document.querySelectorAll('*')) {
                    for (const name of ['title', 'aria-label', 'placeholder', 'alt']) {
                      said.push(element.getAttribute(name) ?? '');
                    }
                  }
                  return said.filter((text) => english.has(text) || keys.has(text) || /^[a-z]+\\.[a-z]\\w+$/.test(text)).join('\\n');
                })""").stringValue();
        List<String> lines = new ArrayList<>(found.lines().toList());
        lines.removeIf(String::isEmpty);
        return lines;
    }

    @Test
    void watchingABroadcastAndAPresetOfPlugsAreShownAndEnded() throws IOException, InterruptedException {
        Tab tab = open(1440, 900);
        try (VirtualSeat person = server.sit("desk")) {
            assertThat(person.await(VirtualSeat::isReady, SOON)).isTrue();
            String plug = "{\"vm\": \"null2\", \"observe\": true}";
            assertThat(server.request("POST", "/api/v1/seats/spare/plug", plug).statusCode())
                    .isEqualTo(204);
            tab.await("document.querySelector('[data-cord=spare]').classList.contains('observe')");
            String others = "{\"vms\": [\"null2\", \"null3\"]}";
            assertThat(server.request("PUT", "/api/v1/seats/desk/broadcast", others)
                            .statusCode())
                    .isEqualTo(204);
            tab.await("document.querySelectorAll('.cord.broadcast').length === 2");
            tab.await("document.querySelector('[data-broadcast=desk]').innerText.includes('Simulator 3')");
            tab.screenshot(PICTURES.resolve("console-broadcast.png"));
            // The cord that copies keys is dragged off; what was not meant is taken back.
            String copy = "[data-other-cord=desk][data-into=null3]";
            int[] plugAt = hands(tab).middle(copy + " .plug");
            int[] nowhere = {plugAt[0] - 150, plugAt[1] + 60};
            hands(tab).drag(plugAt, nowhere);
            tab.await("document.querySelector('.holding')");
            hands(tab).drop(nowhere);
            tab.await("!document.querySelector('" + copy + "')");
            assertThat(tab.holds("document.querySelectorAll('.cord.broadcast').length === 1"))
                    .isTrue();
            assertThat(plugOf("desk")).as("its own cord stays").isEqualTo("null1");
            tab.evaluate("document.querySelector('#said button').click()");
            tab.await("document.querySelectorAll('.cord.broadcast').length === 2");
            // Dropped on the seat's own VM it copies nothing any more.
            hands(tab).drag(hands(tab).middle(copy + " .plug"), hands(tab).middle("[data-vm=null1]"));
            hands(tab).drop(hands(tab).middle("[data-vm=null1]"));
            tab.await("document.querySelectorAll('.cord.broadcast').length === 1");
            tab.evaluate("document.querySelector('[data-broadcast=desk] button').click()");
            tab.await("!document.querySelector('[data-broadcast], .cord.broadcast')");
        }
        tab.evaluate("document.querySelector('#plug-presets').click()");
        tab.evaluate("document.querySelector('#plug-presets-menu [data-action=save]').click()");
        tab.await("document.querySelector('dialog[open] [name=name]') === document.activeElement");
        tab.call("Input.insertText", Map.of("text", "night"));
        hands(tab).press("Enter");
        tab.await("!document.querySelector('dialog')");
        unplug("spare");
        tab.await("!document.querySelector('[data-cord=spare]')");
        tab.evaluate("document.querySelector('#plug-presets').click()");
        tab.await("document.querySelector('[data-plugs=night] [data-action=apply]')");
        tab.evaluate("document.querySelector('[data-plugs=night] [data-action=apply]').click()");
        tab.await("document.querySelector('dialog [value=yes]')");
        tab.evaluate("document.querySelector('dialog [value=yes]').click()");
        awaitPlug("spare", "null2");
        unplug("spare");
        tab.close();
    }

    /** A page besides the plugboard. */
    private static Tab openPage(String page) throws IOException {
        Tab tab = chromium.open(server.page("/?" + page + "#" + page));
        tab.window(1440, 900, 1);
        tab.await("document.body.dataset.page === '" + page + "' && !document.querySelector('#content').hidden");
        return tab;
    }

    private static String text(Tab tab, String selector) throws IOException {
        return tab.evaluate("document.querySelector('" + selector + "').innerText")
                .stringValue();
    }

    @Test
    void usersAndTokensAreMadeAndRemoved() throws IOException, InterruptedException {
        Tab tab = openPage("users");
        Hands hands = hands(tab);
        hands.click("#add-user");
        hands.type("vera");
        hands.type("dialog [name=password]", "a long enough password");
        hands.choose("role", "operator");
        hands.agree();
        tab.await("document.querySelector('[data-user=vera]')");
        assertThat(server.request("GET", "/api/v1/users", "").body()).contains("\"vera\"", "\"operator\"");
        hands.click("[data-user=vera] [data-action=change]");
        tab.await("document.querySelector('dialog [name=seats]')");
        hands.type("dialog [name=seats]", "desk, bench");
        hands.choose("role", "user");
        hands.agree();
        tab.await("document.querySelector('[data-user=vera]').innerText.includes('desk, bench')");
        hands.click("[data-user=vera] [data-action=remove]");
        hands.agree();
        tab.await("!document.querySelector('[data-user=vera]')");
        assertThat(server.request("GET", "/api/v1/users", "").body()).doesNotContain("vera");

        hands.click("#add-token");
        hands.type("script");
        hands.click("dialog [value=yes]");
        tab.await("document.querySelector('dialog .secret')?.innerText.length > 20");
        String secret = text(tab, "dialog .secret");
        assertThat(server.requestBy(secret, "GET", "/api/v1/state", "").statusCode())
                .isEqualTo(200);
        assertThat(server.requestBy(secret, "POST", "/api/v1/seats/desk/plug", "{\"vm\": null}")
                        .statusCode())
                .as("it may read only")
                .isEqualTo(403);
        hands.press("Escape");
        tab.await("!document.querySelector('dialog') && document.querySelector('[data-token]')");
        hands.click("[data-token] [data-action=remove]");
        hands.agree();
        tab.await("!document.querySelector('[data-token]')");
        assertThat(server.requestBy(secret, "GET", "/api/v1/state", "").statusCode())
                .isEqualTo(401);
        tab.close();
    }

    @Test
    void aVmIsAddedAndRemoved() throws IOException, InterruptedException {
        Tab tab = open(1440, 900);
        Hands hands = hands(tab);
        hands.click("#add-vm");
        hands.type("null7");
        hands.type("dialog [name=title]", "Classroom");
        hands.type("dialog [name=heads]", "2");
        hands.choose("input", "per-head");
        hands.click("dialog [value=yes]");
        tab.await("document.querySelector('dialog .fault')?.innerText.includes('virtio')"); // what was wrong is said
        hands.choose("display", "virtio");
        tab.screenshot(PICTURES.resolve("console-add-vm.png"));
        hands.click("dialog [value=yes]");
        tab.await("!document.querySelector('dialog')");
        tab.await("document.querySelector('[data-vm=null7]')");
        assertThat(server.machine("null7").path("input").stringValue()).isEqualTo("per-head");
        hands.click("[data-vm=null7] h3 button");
        hands.click("dialog [data-action=remove]");
        tab.await("document.querySelector('dialog .danger[value=yes]')");
        hands.agree();
        tab.await("!document.querySelector('[data-vm=null7]')");
        tab.close();
    }

    @Test
    void theConfigurationIsReadAgainAndABackupDownloaded() throws IOException {
        Tab tab = openPage("health");
        Hands hands = hands(tab);
        hands.click("#reload");
        tab.await("document.querySelector('dialog #dialog-text')?.innerText.includes('changed')");
        hands.press("Escape");
        tab.await("!document.querySelector('dialog')");
        tab.call("Browser.setDownloadBehavior", Map.of("behavior", "allow", "downloadPath", String.valueOf(folder)));
        hands.click("#backup");
        Path backup = folder.resolve("netseat.db");
        Awaitility.await("the download").atMost(SOON).until(() -> Files.exists(backup) && Files.size(backup) > 0);
        assertThat(new String(Files.readAllBytes(backup), StandardCharsets.ISO_8859_1))
                .startsWith("SQLite format 3");
        tab.close();
    }

    @Test
    void theAuditLogIsSearchedBeyondWhatIsLoaded() throws IOException, InterruptedException {
        assertThat(server.request("POST", "/api/v1/seats", "{\"name\": \"needle\"}")
                        .statusCode())
                .isEqualTo(204);
        for (int i = 0; i < 110; i++) {
            assertThat(server.request("PUT", "/api/v1/plug-presets/hay", "{}").statusCode())
                    .isEqualTo(204);
        }
        assertThat(server.request("DELETE", "/api/v1/seats/needle", "").statusCode())
                .isEqualTo(204);
        Tab tab = openPage("audit");
        tab.await("document.querySelectorAll('[data-entry]').length === 100");
        assertThat(tab.holds("document.querySelector('[data-what=\"seat.add\"] .on')?.innerText.includes('needle')"))
                .as("too old for the first page")
                .isFalse();
        hands(tab).type("#audit-filter", "ADD needle");
        tab.await("document.querySelectorAll('[data-entry]').length === 1"
                + " && document.querySelector('[data-what=\"seat.add\"] .on').innerText.includes('needle')");
        tab.screenshot(PICTURES.resolve("console-audit-search.png"));
        hands(tab).type("#audit-filter", "needle and haystack");
        tab.await(
                "document.querySelectorAll('[data-entry]').length === 0 && document.querySelector('#audit .empty[role=status]:not([hidden])')");
        hands(tab).type("#audit-filter", "hay");
        tab.await("document.querySelectorAll('[data-entry]').length === 100");
        hands(tab).click("#older");
        tab.await("document.querySelectorAll('[data-entry]').length === 110");
        tab.close();
    }

    @Test
    void aControllerThatIsAwayIsSaidAndItsReturnToo() throws IOException, InterruptedException {
        Tab tab = open(1440, 900);
        server.kill();
        tab.await("!document.querySelector('#banner').hidden");
        assertThat(text(tab, "#banner")).isNotBlank();
        hands(tab).drag(hands(tab).middle("[data-socket=bench]"), hands(tab).middle("[data-vm=null2]"));
        hands(tab).drop(hands(tab).middle("[data-vm=null2]"));
        tab.await("document.querySelector('dialog h2')"); // what cannot be done now is said
        hands(tab).press("Escape");
        tab.screenshot(PICTURES.resolve("console-away.png"));
        server.startAgain();
        tab.await("document.querySelector('#banner').hidden");
        hands(tab).drag(hands(tab).middle("[data-socket=bench]"), hands(tab).middle("[data-vm=null2]"));
        hands(tab).drop(hands(tab).middle("[data-vm=null2]"));
        awaitPlug("bench", "null2");
        unplug("bench");
        tab.close();
    }

    @Test
    void coloursAreChosenAndKept() throws IOException {
        Tab tab = open(1440, 900);
        String paper = "getComputedStyle(document.body).backgroundColor";
        tab.call(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", "dark"))));
        String dark = tab.evaluate(paper).stringValue();
        tab.evaluate("document.querySelector('#theme').click()");
        tab.await("document.documentElement.dataset.theme === 'light'");
        String light = tab.evaluate(paper).stringValue();
        assertThat(light).isNotEqualTo(dark);
        tab.reload();
        tab.await("!document.querySelector('#content').hidden && " + paper + " === '" + light + "'");
        tab.evaluate("localStorage.removeItem('netseat.theme')");
        tab.close();
    }
}
