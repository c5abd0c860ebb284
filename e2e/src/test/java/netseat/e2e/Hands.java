package netseat.e2e;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import netseat.e2e.Chromium.Tab;

/** A person's hands on a page: mouse and keyboard as the browser itself hears them. Elements are named by CSS selectors. */
record Hands(Tab tab) {
    private static final int STEPS = 8;
    private static final Map<String, Integer> KEYS =
            Map.of("Enter", 13, "Escape", 27, "ArrowUp", 38, "ArrowDown", 40, "Delete", 46, "Tab", 9);

    /** The middle of an element, in CSS pixels. */
    int[] middle(String selector) throws IOException {
        String place = tab.evaluate("(() => { const box = document.querySelector('" + selector
                        + "').getBoundingClientRect(); return [box.left + box.width / 2, box.top + box.height / 2]"
                        + ".map(Math.round).join(' '); })()")
                .stringValue();
        return Arrays.stream(place.split(" ", 2)).mapToInt(Integer::parseInt).toArray();
    }

    /** Clicks where the element is, once it is there; scrolls to it where it is out of sight. */
    void click(String selector) throws IOException {
        tab.await("document.querySelector('" + selector + "')");
        tab.evaluate("document.querySelector('" + selector + "').scrollIntoViewIfNeeded()");
        int[] at = middle(selector);
        tab.mouse("mouseMoved", at[0], at[1], "none");
        tab.mouse("mousePressed", at[0], at[1], "left");
        tab.mouse("mouseReleased", at[0], at[1], "left");
    }

    /** Takes what is at a place and moves it to another, where it is held still. */
    void drag(int[] from, int[] to) throws IOException {
        tab.mouse("mouseMoved", from[0], from[1], "none");
        tab.mouse("mousePressed", from[0], from[1], "left");
        for (int i = 1; i <= STEPS; i++) {
            tab.mouse(
                    "mouseMoved",
                    from[0] + (to[0] - from[0]) * i / STEPS,
                    from[1] + (to[1] - from[1]) * i / STEPS,
                    "left");
        }
    }

    void drop(int[] at) throws IOException {
        tab.mouse("mouseReleased", at[0], at[1], "left");
    }

    /** Presses and releases a key that has no character, or Enter. */
    void press(String key) throws IOException {
        boolean enter = key.equals("Enter");
        for (String type : List.of(enter ? "keyDown" : "rawKeyDown", "keyUp")) {
            tab.call(
                    "Input.dispatchKeyEvent",
                    Map.of(
                            "type",
                            type,
                            "code",
                            key,
                            "key",
                            key,
                            "windowsVirtualKeyCode",
                            KEYS.get(key),
                            "text",
                            enter ? "\r" : ""));
        }
    }

    /** Into the dialog's first field, which has the focus from the start. */
    void type(String text) throws IOException {
        tab.await("document.querySelector('dialog[open] [name=name]') === document.activeElement");
        insert(text);
    }

    /** Into a field of the page, in place of what is there. */
    void type(String selector, String text) throws IOException {
        tab.await("document.querySelector('" + selector + "')");
        tab.evaluate("(() => { const field = document.querySelector('" + selector + "'); field.focus(); field.select();"
                + " return document.activeElement === field; })()");
        insert(text);
    }

    private void insert(String text) throws IOException {
        tab.call("Input.insertText", Map.of("text", text));
    }

    /** Chooses from a list of the dialog. */
    void choose(String name, String value) throws IOException {
        tab.evaluate("(() => { const list = document.querySelector('dialog [name=" + name + "]'); list.value = '"
                + value + "'; list.dispatchEvent(new Event('change')); })()");
    }

    /** Presses the dialog's own button and waits until it is done. */
    void agree() throws IOException {
        click("dialog [value=yes]");
        tab.await("!document.querySelector('dialog')");
    }
}
