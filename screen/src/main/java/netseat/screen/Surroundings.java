package netseat.screen;

/**
 * The pixels around the one that is coded, by compass: those of the rows above and of the row itself to the left, which
 * both ends know already. What lies outside the picture is black. Moves along one row of a tile at a time; owned by one
 * thread.
 */
final class Surroundings {
    int www;
    int ww;
    int w;
    int nww;
    int nw;
    int n;
    int ne;
    int nee;
    int nnw;
    int nn;
    int nne;
    int nnn;

    private int[] pixels = new int[0];
    private int width;
    private int x;
    private int row;
    private boolean hasNorth;
    private boolean hasNorth2;
    private boolean hasNorth3;

    /** Stands at a pixel. */
    void stand(int[] picture, int pictureWidth, int column, int y) {
        pixels = picture;
        width = pictureWidth;
        x = column;
        row = y * pictureWidth;
        hasNorth = y >= 1;
        hasNorth2 = y >= 2;
        hasNorth3 = y >= 3;
        int at = row + x;
        w = x >= 1 ? pixels[at - 1] : 0;
        ww = x >= 2 ? pixels[at - 2] : 0;
        www = x >= 3 ? pixels[at - 3] : 0;
        int north = at - width;
        nww = hasNorth && x >= 2 ? pixels[north - 2] : 0;
        nw = hasNorth && x >= 1 ? pixels[north - 1] : 0;
        n = hasNorth ? pixels[north] : 0;
        ne = hasNorth && x + 1 < width ? pixels[north + 1] : 0;
        nee = hasNorth && x + 2 < width ? pixels[north + 2] : 0;
        int north2 = north - width;
        nnw = hasNorth2 && x >= 1 ? pixels[north2 - 1] : 0;
        nn = hasNorth2 ? pixels[north2] : 0;
        nne = hasNorth2 && x + 1 < width ? pixels[north2 + 1] : 0;
        nnn = hasNorth3 ? pixels[north2 - width] : 0;
    }

    /** Steps to the east, past a pixel of this colour. */
    void step(int pixel) {
        x++;
        www = ww;
        ww = w;
        w = pixel;
        nww = nw;
        nw = n;
        n = ne;
        ne = nee;
        nnw = nn;
        nn = nne;
        int at = row + x - width;
        nee = hasNorth && x + 2 < width ? pixels[at + 2] : 0;
        nne = hasNorth2 && x + 1 < width ? pixels[at - width + 1] : 0;
        nnn = hasNorth3 && x < width ? pixels[at - 2 * width] : 0;
    }
}
