package netseat.e2e;

import java.util.List;

/** Reads how a pointer moved from a guest's report. */
final class Motion {
    static final int X = 0;
    static final int Y = 1;
    static final int WHEEL = 8;

    private static final int LEFT = 272;

    private Motion() {}

    /** All motion along an axis. */
    static int sum(List<String> lines, int axis) {
        return InputReport.events(lines, InputReport.EV_REL).stream()
                .filter(event -> event.code() == axis)
                .mapToInt(InputReport.Event::value)
                .sum();
    }

    /** All places on an axis, in their order. */
    static List<Integer> places(List<String> lines, int axis) {
        return InputReport.events(lines, InputReport.EV_ABS).stream()
                .filter(event -> event.code() == axis)
                .map(InputReport.Event::value)
                .toList();
    }

    /** The last place on an axis. */
    static int last(List<String> lines, int axis) {
        return places(lines, axis).getLast();
    }

    /** In which line the left button first went down (1) or up (0); -1 when it did not. */
    static int indexOfButton(List<String> lines, int value) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).matches("event\\d+ 1 " + LEFT + " " + value)) {
                return i;
            }
        }
        return -1;
    }
}
