package netseat.controller;

/** Over what a link runs. Its frames mean the same on each. */
public enum Transport {
    /** TCP without TLS, from the networks that the administrator lists for it: nothing is encrypted, and no key proves anything. */
    PLAIN,
    TLS,
    QUIC,
    WEBSOCKET
}
