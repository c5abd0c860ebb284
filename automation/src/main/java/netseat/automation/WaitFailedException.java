package netseat.automation;

import netseat.screen.Framebuffer;

/** What was waited for did not come. The message says what was there instead. */
public final class WaitFailedException extends Exception {
    private final transient TextScreen text;
    private final transient Framebuffer picture;

    WaitFailedException(String message, TextScreen text, Framebuffer picture) {
        super(message);
        this.text = text;
        this.picture = picture;
    }

    /** The screen as text, when the wait was given up. */
    public TextScreen text() {
        return text;
    }

    /** The screen, when the wait was given up. */
    public Framebuffer picture() {
        return picture;
    }
}
