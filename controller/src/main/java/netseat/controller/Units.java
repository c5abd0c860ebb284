package netseat.controller;

import java.util.Arrays;

/** Sets of display units as arrays that never change, so that the hot road reads them without a lock or an iterator. */
final class Units {
    static final DisplayAdapter[] NONE = {};

    private Units() {}

    static DisplayAdapter[] plus(DisplayAdapter[] units, DisplayAdapter unit) {
        DisplayAdapter[] more = Arrays.copyOf(units, units.length + 1);
        more[units.length] = unit;
        return more;
    }

    static DisplayAdapter[] minus(DisplayAdapter[] units, DisplayAdapter unit) {
        return Arrays.stream(units).filter(each -> each != unit).toArray(DisplayAdapter[]::new);
    }
}
