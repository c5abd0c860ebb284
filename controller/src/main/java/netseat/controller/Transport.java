package netseat.controller;

/** Over what a link runs. Its frames mean the same on each. */
public enum Transport {
    TLS,
    QUIC,
    WEBSOCKET
}
