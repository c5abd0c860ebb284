package netseat.desk;

import java.io.IOException;

/** Something that shows pixels, black at first. One thread at a time. */
interface Screen extends AutoCloseable {
    /** In pixels; never changes. */
    int width();

    int height();

    /**
     * Writes a part of a row.
     *
     * @param pixels {@code 0x00RRGGBB} each
     * @param from the first of them
     * @param count how many; they lie within the row
     */
    void put(int x, int y, int[] pixels, int from, int count);

    /** A picture of this size is about to be written here. */
    default void placed(Placement placement, int pictureWidth, int pictureHeight) {}

    /** What was written within this rectangle is to be seen now. */
    void written(int x, int y, int width, int height);

    /**
     * Whether its light is to be on, as it is at first. A screen whose light is not ours does nothing: what it shows while it
     * is to be dark is black.
     *
     * @throws IOException when it cannot be switched
     */
    default void light(boolean on) throws IOException {}

    /** Shows nothing any more; whoever had the screen before has it again. */
    @Override
    void close();
}
