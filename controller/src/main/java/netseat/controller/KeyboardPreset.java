package netseat.controller;

import java.util.Map;

/**
 * How a keyboard is to be.
 *
 * @param keys what is to be another key than it is: names of {@link KeyNames}, each with another, or with
 *     {@link KeyTable#NO_KEY}. One step: what comes out is not looked up again
 * @param repeat who repeats a key that is held
 * @param repeatDelay milliseconds from the press to the first repeat of the controller's own
 * @param repeatRate the controller's repeats a second after that
 */
record KeyboardPreset(Map<String, String> keys, Repeat repeat, int repeatDelay, int repeatRate) {
    /** Every key is what it is, and repeats as the device says. */
    static final KeyboardPreset PLAIN = new KeyboardPreset(Map.of(), Repeat.DEVICE, 500, 30);

    /** Who repeats a key that is held. */
    enum Repeat {
        /** The device: its repeats are passed on. */
        DEVICE,
        /** Nobody: the device's repeats are dropped. */
        DROP,
        /** The controller, at its own delay and rate; the device's are dropped. */
        CONTROLLER
    }
}
