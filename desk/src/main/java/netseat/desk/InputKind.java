package netseat.desk;

import netseat.linux.InputAbilities;

/** The kinds of input devices that a subcommand is for. */
enum InputKind {
    KEYBOARD("keyboard"),
    MOUSE("mouse"),
    TOUCH("touch screen");

    private final String word;

    InputKind(String word) {
        this.word = word;
    }

    /** For a person. */
    String word() {
        return word;
    }

    /** Whether a device is of this kind; one may be of several. */
    boolean is(InputAbilities abilities) {
        return switch (this) {
            case KEYBOARD -> abilities.isKeyboard();
            case MOUSE -> abilities.isPointer();
            case TOUCH -> abilities.isTouch();
        };
    }
}
