package netseat.screen;

import java.nio.ByteBuffer;

/** The commands that every unit understands: FILL, TWO, PALETTE and LITERAL. Allocates nothing. */
final class PlainCommands extends TileWriter {
    /** Code, place, number of colours, and each pixel's three bytes. */
    private static final int LONGEST = 6 + PlainTile.LONGEST;

    private final PlainTile plain = new PlainTile();
    private ByteBuffer out = ByteBuffer.allocate(0);
    private int first;

    // The FILL that was written last and may still grow to the right: where its width stands, and what would continue
    // it.
    private int fillWidthAt = -1;
    private int fillNextX;
    private int fillY;
    private int fillColour;

    @Override
    void start(long now, long linkSpeed) {}

    @Override
    void begin(ByteBuffer to) {
        out = to;
        first = to.position();
        fillWidthAt = -1;
    }

    @Override
    boolean hasRoom() {
        return out.remaining() >= LONGEST;
    }

    @Override
    int length() {
        return out.position() - first;
    }

    @Override
    boolean isLate() {
        return false; // they take next to no time
    }

    @Override
    void write(StagedTile tile, int count) {
        int colours = plain.count(tile.pixels, tile.width, tile.height);
        tile.show();
        if (colours == 1) {
            fill(tile);
            return;
        }
        fillWidthAt = -1;
        if (colours == 2) {
            head(DrawingCommand.TWO, tile);
            plain.indexed(tile.width * tile.height, out);
        } else if (colours <= PlainTile.MAX_COLOURS) {
            head(DrawingCommand.PALETTE, tile);
            out.put((byte) colours);
            plain.indexed(tile.width * tile.height, out);
        } else {
            head(DrawingCommand.LITERAL, tile);
            PlainTile.literal(tile.pixels, tile.width, tile.height, out);
        }
    }

    private void fill(StagedTile tile) {
        int colour = tile.pixels[0];
        if (fillWidthAt >= 0 && fillNextX == tile.x && fillY == tile.y && fillColour == colour) {
            out.putShort(fillWidthAt, (short) (out.getShort(fillWidthAt) + tile.width));
        } else {
            out.put((byte) DrawingCommand.FILL).putShort((short) tile.x).putShort((short) tile.y);
            fillWidthAt = out.position();
            out.putShort((short) tile.width).putShort((short) tile.height);
            PlainTile.rgb(colour, out);
            fillY = tile.y;
            fillColour = colour;
        }
        fillNextX = tile.x + tile.width;
    }

    private void head(int command, StagedTile tile) {
        out.put((byte) command);
        out.putShort((short) (tile.x / Tile.SIDE)).putShort((short) (tile.y / Tile.SIDE));
    }

    @Override
    void end() {}

    @Override
    void forget(ByteBuffer to) {}

    @Override
    void forget() {}

    @Override
    TileWriter fork() {
        return new PlainCommands();
    }
}
