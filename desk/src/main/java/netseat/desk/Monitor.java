package netseat.desk;

import java.io.IOException;

/** A place where pictures can be shown: a monitor at a graphics card, or a window. One thread at a time. */
interface Monitor {
    /** For a person, as in {@code HDMI-A-1}. */
    String name();

    /** Who made it; may be empty. */
    String maker();

    /** Its model. */
    String model();

    /** Its own number; may be empty. */
    String serial();

    /** The size that it shows best, in pixels. */
    int width();

    int height();

    /** Pictures a second. */
    int refresh();

    /** What is to be done when its screen has another size, or it wishes another one; most never do. Any thread does it. */
    default void onResize(Runnable does) {}

    /**
     * Takes it for this program's picture.
     *
     * @throws IOException when it is gone, or somebody else has it; the message says what to do
     */
    Screen show() throws IOException;
}
