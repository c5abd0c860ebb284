package netseat.desk;

import java.util.Optional;
import netseat.device.ControllerAddress;
import netseat.device.DeviceKey;
import netseat.device.LinkMaker;
import netseat.device.TlsDeviceLink;
import netseat.quic.QuicDeviceLink;

/**
 * Where a controller is and by which transport it is reached. Where the device is sent from there, and where it finds a
 * controller by itself, it goes by the same.
 */
record ControllerWay(Transport transport, ControllerAddress address) {
    /** By TLS, wherever it is. */
    static final ControllerWay ANY = new ControllerWay(Transport.TLS, ControllerAddress.ANYWHERE);

    /** By what a link is carried. */
    enum Transport {
        TLS("tls://"),
        QUIC("quic://");

        private final String prefix;

        Transport(String prefix) {
            this.prefix = prefix;
        }
    }

    /**
     * As a person writes it: {@code HOST}, {@code HOST:PORT} or {@code [IPV6]:PORT}, with {@code tls://} or {@code quic://}
     * before it or nothing; or one of these two alone, for wherever it is. Empty when it is not so.
     */
    static Optional<ControllerWay> of(String text) {
        for (Transport transport : Transport.values()) {
            if (text.equals(transport.prefix)) {
                return Optional.of(new ControllerWay(transport, ControllerAddress.ANYWHERE));
            } else if (text.startsWith(transport.prefix)) {
                return at(transport, text.substring(transport.prefix.length()));
            }
        }
        return at(Transport.TLS, text);
    }

    private static Optional<ControllerWay> at(Transport transport, String address) {
        return ControllerAddress.of(address).map(there -> new ControllerWay(transport, there));
    }

    /** Links to it; what QUIC needs is loaded for QUIC only. */
    LinkMaker link(DeviceKey key, Optional<String> pairingCode) {
        return switch (transport) {
            case TLS -> TlsDeviceLink.to(key, address, pairingCode);
            case QUIC -> QuicDeviceLink.to(key, address, pairingCode);
        };
    }
}
