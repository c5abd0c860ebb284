package netseat.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import netseat.e2e.Chromium.Tab;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The console before a thousand devices and two hundred VMs in a real Chromium: what it puts into the page, asks for and is
 * sent is counted, and times are the benchmark's.
 */
@Tag("alone")
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ConsoleScaleTest {
    private static final Path PICTURES = Path.of("target", "pictures");

    private static LargeSite site;
    private static Chromium chromium;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        site = LargeSite.start();
        chromium = Chromium.startAt(site.server());
    }

    @AfterAll
    static void stop() throws IOException {
        chromium.close();
        site.close();
    }

    private static int count(Tab tab, String expression) throws IOException {
        return tab.evaluate(expression).asInt();
    }

    @Test
    void onlyWhatCanBeSeenIsInThePageAndOnlyWhatChangedIsToldAndTouched() throws IOException, InterruptedException {
        Tab tab = chromium.open(site.server().page("/"));
        tab.window(1440, 900, 1);
        tab.await("document.querySelectorAll('.vm').length > 8 && document.querySelector('.vm canvas.live')");
        assertThat(tab.evaluate("document.querySelector('#vm-count').textContent")
                        .stringValue())
                .startsWith(String.valueOf(LargeSite.MACHINES));
        assertThat(count(tab, "document.querySelectorAll('.vm').length")).isLessThan(30);
        assertThat(count(tab, "document.querySelectorAll('.seat').length")).isLessThan(30);
        assertThat(count(tab, "document.querySelectorAll('*').length"))
                .as("elements of the whole page")
                .isLessThan(2_000);
        tab.screenshot(PICTURES.resolve("console-large.png"));

        tab.evaluate(LargeSite.LISTEN);
        tab.await("heard.length > 0");
        tab.evaluate("watched.takeRecords(); touched.clear(); heard.length = 0; performance.clearResourceTimings()");
        site.server().plug("s0", "null5");
        tab.await("document.querySelector('[data-seat=s0] .who').textContent.includes('Simulator 5')");
        tab.await("heard.some((text) => text.includes('\"put\"'))");
        assertThat(count(tab, "Math.max(...heard.map((text) => text.length))"))
                .as("characters of a change")
                .isLessThan(2_500);
        assertThat(tab.evaluate(
                                "[...touched].filter((each) => !/^(s0|null1|null5|cords|in-hand|seats|vms)$/.test(each))"
                                        + ".join()")
                        .stringValue())
                .as("elements that changed, besides those of the seat and its two VMs")
                .isEmpty();
        assertThat(tab.evaluate("performance.getEntriesByType('resource').map(({name}) => name).filter((name) =>"
                                + " !/screen.png|events.all/.test(name)).join()")
                        .stringValue())
                .as("requests for one change")
                .isEmpty();
        assertThat(tab.evaluate("[...new Set(performance.getEntriesByType('resource').map(({name}) =>"
                                + " name.match(/vms\\/(\\w+)\\/screen/)?.[1]).filter(Boolean))].filter((vm) =>"
                                + " !document.querySelector(`[data-vm=${vm}]`)).join()")
                        .stringValue())
                .as("thumbnails of what cannot be seen")
                .isEmpty();

        // The last VM is found by scrolling, by the filter and by the keyboard, and can be plugged into.
        tab.evaluate("document.querySelector('.vms-pane .scroll').scrollTop = 1e9");
        tab.await("document.querySelector('[data-vm=null" + LargeSite.MACHINES + "]')");
        assertThat(count(tab, "document.querySelectorAll('.vm').length")).isLessThan(30);
        tab.evaluate("(() => { const filter = document.querySelector('#filter'); filter.value = 'simulator 137';"
                + "filter.dispatchEvent(new Event('input')); })()");
        tab.await("document.querySelectorAll('.vm').length === 1 && document.querySelector('[data-vm=null137]')");
        tab.evaluate("(() => { const filter = document.querySelector('#seat-filter'); filter.value = 'bench 999';"
                + "filter.dispatchEvent(new Event('input')); })()");
        tab.await("document.querySelectorAll('.seat').length === 1");
        tab.close();
    }

    @Test
    void theDevicesPageShowsAHundredAndFindsTheOthers() throws IOException {
        Tab tab = chromium.open(site.server().page("/#devices"));
        tab.await("document.querySelectorAll('#devices > li').length === 100");
        assertThat(tab.evaluate("document.querySelector('#device-rest').textContent")
                        .stringValue())
                .startsWith("900 more");
        tab.evaluate("(() => { const filter = document.querySelector('#device-filter'); filter.value = 'bench 999';"
                + "filter.dispatchEvent(new Event('input')); })()");
        tab.await("document.querySelectorAll('#devices > li').length < 60"
                + " && document.querySelector('#devices').innerText.includes('bench 999')");
        tab.close();
    }
}
