package netseat.protocol;

/** What a device and a controller say to each other alike; see {@link ToController} and {@link ToDevice}. */
public interface ToEither {
    /** Asks for a {@link #pong} with the same token. */
    void ping(long token) throws ProtocolException;

    void pong(long token) throws ProtocolException;

    /** The end of a peripheral, or of the link when it is 0. */
    void bye(int peripheral, ByeReason reason, String text) throws ProtocolException;
}
