package netseat.controller;

import java.util.List;
import java.util.Locale;
import netseat.hypervisor.PowerState;

/** What a seat's menu says, in each of its languages. */
public enum MenuWords {
    ENGLISH(
            "Seat",
            "Plugged into",
            "Not plugged into anything",
            "watching",
            "here",
            "Unplug",
            "choose",
            "switch",
            "close"),
    GERMAN(
            "Platz",
            "Verbunden mit",
            "Mit nichts verbunden",
            "nur Ansicht",
            "hier",
            "Trennen",
            "w\u00e4hlen",
            "wechseln",
            "schlie\u00dfen");

    private final String seat;
    private final String pluggedInto;
    private final String unplugged;
    private final String watching;
    private final String here;
    private final String unplug;
    private final String choose;
    private final String change;
    private final String close;

    MenuWords(
            String seat,
            String pluggedInto,
            String unplugged,
            String watching,
            String here,
            String unplug,
            String choose,
            String change,
            String close) {
        this.seat = seat;
        this.pluggedInto = pluggedInto;
        this.unplugged = unplugged;
        this.watching = watching;
        this.here = here;
        this.unplug = unplug;
        this.choose = choose;
        this.change = change;
        this.close = close;
    }

    /** German where German is spoken, else English. */
    public static MenuWords of(Locale locale) {
        return locale.getLanguage().equals(Locale.GERMAN.getLanguage()) ? GERMAN : ENGLISH;
    }

    String seat(String name) {
        return seat + " " + name;
    }

    String pluggedInto(String title, boolean onlyWatching) {
        return pluggedInto + " " + title + (onlyWatching ? " (" + watching + ")" : "");
    }

    String unplugged() {
        return unplugged;
    }

    String here() {
        return here;
    }

    String unplug() {
        return unplug;
    }

    String choose() {
        return choose;
    }

    String change() {
        return change;
    }

    String close() {
        return close;
    }

    /** What a bar says while everything that is typed goes to all these. */
    String broadcast(List<String> titles) {
        String all = String.join(", ", titles);
        return this == GERMAN
                ? "Achtung, jede Taste geht an " + titles.size() + " Maschinen: " + all
                : "Caution, every key goes to " + titles.size() + " machines: " + all;
    }

    String state(PowerState state) {
        boolean german = this == GERMAN;
        return switch (state) {
            case OFF -> german ? "aus" : "off";
            case STARTING -> german ? "startet" : "starting";
            case RUNNING -> german ? "l\u00e4uft" : "running";
            case PAUSED -> german ? "angehalten" : "paused";
            case FAILED -> german ? "ausgefallen" : "failed";
        };
    }

    /** The character that a key has on a keyboard of this language's country; 0 when it is none of a title's first ones. */
    char character(int key) {
        char plain = MenuKeys.character(key);
        if (this == GERMAN) {
            return switch (plain) {
                case 'y' -> 'z';
                case 'z' -> 'y';
                default -> plain;
            };
        }
        return plain;
    }
}
