package netseat.bench;

/** What the small Linux draws, 60 steps a second; {@code demo/scenes.asm} has the details. */
enum Scene {
    SCROLL('s', "a console scrolls"),
    DRAG('w', "a window is dragged"),
    ANIMATION('b', "a ball bounces");

    private final char letter;
    private final String words;

    Scene(char letter, String words) {
        this.letter = letter;
        this.words = words;
    }

    /** What chooses it on the serial port. */
    char letter() {
        return letter;
    }

    /** For people. */
    String words() {
        return words;
    }
}
