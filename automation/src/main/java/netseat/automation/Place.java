package netseat.automation;

/** A rectangle of the screen, in pixels; 0,0 is the top left. */
public record Place(int x, int y, int width, int height) {
    public int centreX() {
        return x + width / 2;
    }

    public int centreY() {
        return y + height / 2;
    }
}
