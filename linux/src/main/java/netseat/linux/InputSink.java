package netseat.linux;

/** Takes what an input device says. On the thread that reads the device. */
public interface InputSink {
    /**
     * An event.
     *
     * @param type one of {@link Evdev}'s EV_ numbers, or one that it does not list
     * @param code which key, axis, LED
     * @param value of a key 0 up, 1 down, 2 repeated; of an axis its distance or place
     */
    void event(int type, int code, int value);
}
