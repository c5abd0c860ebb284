package netseat.desk;

/** Hears what happens to a window. Called on the thread that reads. */
interface X11Sink {
    /** A key, or one that repeats, which goes down again without having come up; 8 to 255, as the server numbers them. */
    void key(int code, boolean down);

    /** A button or a step of the wheel: 1 left, 2 middle, 3 right, 4 to 7 the wheel up, down, left, right, 8 back, 9 forward */
    void button(int number, boolean down);

    /** Where the pointer is, in the window's pixels; outside of it while a button is held. */
    void moved(int x, int y);

    /** Keys go to another window from now on. */
    void focusLost();

    /** A part has to be drawn again. */
    void exposed(int x, int y, int width, int height);

    /** The size that the window has now, each from 0 to 65535. */
    void resized(int width, int height);

    /** A person wants the window closed. */
    void closeAsked();
}
