package netseat.desk;

import java.io.IOException;
import java.util.List;

/** Where monitors are looked for. One thread at a time. */
interface Monitors {
    /** Those that are there now. */
    List<? extends Monitor> find() throws IOException;

    /** A text that changes when one comes or goes. */
    default String fingerprint() {
        return "";
    }

    /** Whether there are some that this user may not use, as {@link #find} found. */
    default boolean isDenied() {
        return false;
    }
}
