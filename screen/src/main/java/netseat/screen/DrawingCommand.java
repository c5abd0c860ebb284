package netseat.screen;

/** The numbers of the commands of a picture. See docs/protocol.md, "Pictures". */
final class DrawingCommand {
    static final int MODE = 0x01;
    static final int FILL = 0x02;
    static final int COPY = 0x03;
    static final int TWO = 0x04;
    static final int PALETTE = 0x05;
    static final int LITERAL = 0x06;
    static final int CURSOR = 0x07;
    static final int POINTER = 0x08;
    static final int TILES = 0x09;
    static final int FORGET = 0x0A;
    static final int JPEG = 0x0B;

    private DrawingCommand() {}
}
