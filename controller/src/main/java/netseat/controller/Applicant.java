package netseat.controller;

import netseat.protocol.ByeReason;

/**
 * Who is or is to be admitted: a device's link, or one of a hub's units on it. All but {@link #link} is called on the link's
 * thread.
 */
interface Applicant {
    /** The link that it comes on. */
    Link link();

    /** It belongs to this seat from now on. */
    void admittedTo(Seat seat);

    /** Shuts it out: what it holds is released. */
    void end(ByeReason reason, String text);

    /** Lets it blink or beep for 0 to 255 seconds; 0 stops. */
    void identify(int seconds);
}
