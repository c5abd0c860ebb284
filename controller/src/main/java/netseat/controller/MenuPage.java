package netseat.controller;

import java.util.List;
import netseat.hypervisor.PowerState;
import org.jspecify.annotations.Nullable;

/**
 * What a seat's menu says at one moment.
 *
 * @param words in which language
 * @param seat the seat's name
 * @param controller the controller's name
 * @param plugged what the seat is plugged into, in words
 * @param entries what can be chosen, at least one
 * @param selected the index of the one that Enter chooses
 * @param typed what was typed to find an entry; may be nothing
 */
record MenuPage(
        MenuWords words,
        String seat,
        String controller,
        String plugged,
        List<Entry> entries,
        int selected,
        String typed) {
    /**
     * One line.
     *
     * @param number what is typed to select it
     * @param title for people
     * @param state of the machine; null when it is no machine
     * @param here whether the seat is plugged into it
     */
    record Entry(int number, String title, @Nullable PowerState state, boolean here) {}
}
