package netseat.access;

/** What comes of an attempt to log in. */
public sealed interface LogIn {
    /**
     * It is let in.
     *
     * @param secret of the new session
     */
    record Done(String secret, User user) implements LogIn {}

    /** Wrong: name or password, or a link that was used, is too old or never was; which of them is not said. */
    record Refused() implements LogIn {}

    /** Too many attempts from there, for that name, or at all; later it will be looked at. */
    record Later() implements LogIn {}
}
