package netseat.desk;

import netseat.protocol.TouchReport;

/**
 * Where on the monitor its picture is, for a touch screen that covers the monitor. While no picture is shown it is all of the
 * monitor. The display unit tells it, any thread asks.
 */
final class PicturePlace {
    private record Place(Placement placement, int width, int height) {}

    private static final Place ALL = new Place(new Placement(0, 0, 1, 1), 1, 1);

    private volatile Place place = ALL;

    /** A picture is shown there, on a screen of this size in pixels. Allocates nothing while that stays the same. */
    void shown(Placement placement, int width, int height) {
        Place before = place;
        if (!before.placement.equals(placement) || before.width != width || before.height != height) {
            place = new Place(placement, width, height);
        }
    }

    /** No picture is shown any more. */
    void hidden() {
        place = ALL;
    }

    /**
     * From the left of the screen to the left of the picture.
     *
     * @param at 0 to {@link TouchReport#MAX_POSITION} on the screen
     * @return the same on the picture; less or more beside it
     */
    int across(int at) {
        Place now = place;
        return now.placement.across(at, TouchReport.MAX_POSITION, now.width);
    }

    /** Likewise from the top. */
    int down(int at) {
        Place now = place;
        return now.placement.down(at, TouchReport.MAX_POSITION, now.height);
    }
}
