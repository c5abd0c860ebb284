package netseat.access;

/** What comes of somebody's wish for another password. */
public enum PasswordChange {
    /** It is so; their other sessions have ended. */
    DONE,

    /** The old one was wrong, and nothing has changed. */
    WRONG,

    /** Too many attempts from there, for that name, or at all; later it will be looked at. */
    LATER
}
