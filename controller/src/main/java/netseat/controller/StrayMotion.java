package netseat.controller;

/**
 * Brings a pointer's motion that comes in datagrams, which overtake one another and get lost, into one order with what the
 * control stream says of the same pointer: each datagram says all motion since a frame of the stream. Owned by the thread
 * of the link's session.
 */
final class StrayMotion {
    private final PointerAdapter pointer;

    // Of the stream.
    private int followed;

    // Of the datagrams since that frame.
    private boolean moved;
    private int newest;
    private int right;
    private int down;

    // One that comes after a frame of the stream which is still on its way; only the newest is of use.
    private boolean early;
    private int earlyAfter;
    private int earlyNumber;
    private boolean earlyPosition;
    private int earlyX;
    private int earlyY;

    /** Of a pointer of which nothing has been said yet. */
    StrayMotion(PointerAdapter pointer) {
        this.pointer = pointer;
    }

    /** The stream says all motion since its last frame about the pointer: what datagrams have said of it is done already. */
    void motion(int number, int dx, int dy) {
        move(dx, dy);
        follow(number);
    }

    /** The stream says where the pointer is. */
    void position(int number, int x, int y) {
        pointer.position(x, y);
        follow(number);
    }

    /** The stream has another frame about the pointer, such as ATTACH or a button; it has been done. */
    void follow(int number) {
        followed = number;
        moved = false;
        right = 0;
        down = 0;
        if (early && earlyAfter - number <= 0) {
            early = false;
            if (earlyAfter == number) {
                take(earlyNumber, earlyPosition, earlyX, earlyY);
            }
        }
    }

    /**
     * A datagram says all motion since a frame of the stream, or where the pointer is.
     *
     * @return whether it was given to the pointer; one that is late is dropped, one that is early waits
     */
    boolean datagram(int after, int number, boolean position, int x, int y) {
        if (after - followed > 0) {
            if (!early || number - earlyNumber > 0) {
                early = true;
                earlyAfter = after;
                earlyNumber = number;
                earlyPosition = position;
                earlyX = x;
                earlyY = y;
            }
            return false;
        }
        if (after != followed || (moved && number - newest <= 0)) {
            return false;
        }
        take(number, position, x, y);
        return true;
    }

    private void take(int number, boolean position, int x, int y) {
        moved = true;
        newest = number;
        if (position) {
            pointer.position(x, y);
        } else {
            move(x, y);
        }
    }

    private void move(int dx, int dy) {
        int restRight = dx - right;
        int restDown = dy - down;
        right = dx;
        down = dy;
        if (restRight != 0 || restDown != 0) {
            pointer.motion(restRight, restDown);
        }
    }
}
