package netseat.controller;

import java.util.Locale;

/**
 * How seats' menus are.
 *
 * @param hotkey the key that opens one when it is pressed twice, as a keyboard has it whatever its preset says: the number of
 *     its set-1 scan code in a {@link KeyTable}; 0 when no key does
 * @param words their language
 */
public record MenuSettings(int hotkey, MenuWords words) {
    /** What a file says when no key is to open a menu. */
    public static final String OFF = "off";

    /** What it says when nothing else is wanted. */
    public static final String USUAL_HOTKEY = "SCROLLLOCK";

    /** Scroll Lock, in the language of the controller's locale. */
    public static MenuSettings standard() {
        return of(USUAL_HOTKEY, "");
    }

    /**
     * As an operator writes it.
     *
     * @param hotkey a name of {@link KeyNames}, or {@link #OFF}
     * @param language {@code en} or {@code de}; nothing for that of the controller's locale
     * @throws IllegalArgumentException when it makes no sense; the message is fit for an operator
     */
    public static MenuSettings of(String hotkey, String language) {
        MenuWords words = switch (language) {
            case "" -> MenuWords.of(Locale.getDefault());
            case "en" -> MenuWords.ENGLISH;
            case "de" -> MenuWords.GERMAN;
            default ->
                throw new IllegalArgumentException("language must be \"en\" or \"de\", not \"" + language + "\"");
        };
        if (hotkey.equals(OFF)) {
            return new MenuSettings(KeyTable.NONE, words);
        }
        String name = KeyNames.find(hotkey)
                .orElseThrow(() -> new IllegalArgumentException("hotkey must be the name of a key, such as \""
                        + USUAL_HOTKEY + "\", or \"" + OFF + "\", not \"" + hotkey + "\""));
        return new MenuSettings(KeyTable.number(KeyNames.scanCode(name)), words);
    }
}
