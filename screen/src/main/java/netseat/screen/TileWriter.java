package netseat.screen;

import java.nio.ByteBuffer;

/** One way of writing staged tiles as commands, a buffer at a time. Owned by one thread at a time. */
abstract sealed class TileWriter permits PlainCommands, CodedTiles {
    /** A new picture begins at this time of the encoder's clock, on a link of so many bytes a second. */
    abstract void start(long now, long linkSpeed);

    /** The first tile of this buffer comes next. */
    abstract void begin(ByteBuffer out);

    /** Whether one more tile fits into the buffer, whatever it is. */
    abstract boolean hasRoom();

    /** The bytes since {@link #begin}, with those that {@link #end} will write. */
    abstract int length();

    /** Whether what is left had better wait for the next picture; never before the first tile. */
    abstract boolean isLate();

    /**
     * Writes the staged tile, which is shown then.
     *
     * @param count how many tiles the picture draws
     */
    abstract void write(StagedTile tile, int count);

    /** The last tile of this buffer has been written. */
    abstract void end();

    /** The unit remembers nothing from now on; writes the command that tells it so. */
    abstract void forget(ByteBuffer out);

    /** The unit remembers nothing, as it has been told MODE. */
    abstract void forget();

    /** The same state, on its own from now on. */
    abstract TileWriter fork();
}
