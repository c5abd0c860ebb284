package netseat.server;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.jmdns.JmDNS;
import javax.jmdns.ServiceInfo;
import netseat.protocol.DeviceId;
import netseat.protocol.Protocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says on the networks that devices may come from where the controller listens and who it is, by multicast DNS and DNS-SD
 * (RFC 6762, 6763). It takes some seconds to begin, as the names are asked for first. Blocks: not on an event loop.
 */
final class Announcement implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Announcement.class);
    private static final int MOST_NETWORKS = 16;

    private final List<JmDNS> responders = new ArrayList<>();

    /**
     * What is announced.
     *
     * @param protocol "tcp" for TLS, "udp" for QUIC
     */
    record Service(String protocol, int port) {}

    /**
     * Begins to announce. A network on which it cannot is left out, with a word in the log.
     *
     * @param listening what the port for devices is bound to
     */
    Announcement(InetAddress listening, List<Service> services, String name, DeviceId controller) {
        for (InetAddress address : addresses(listening)) {
            try {
                JmDNS responder = JmDNS.create(address, "netseat-" + controller.brief());
                responders.add(responder);
                for (Service service : services) {
                    responder.registerService(ServiceInfo.create(
                            "_netseat._" + service.protocol() + ".local.",
                            name,
                            service.port(),
                            0,
                            0,
                            Map.of(
                                    "id", controller.toString(),
                                    "brief", controller.brief(),
                                    "version", String.valueOf(Protocol.VERSION))));
                }
            } catch (IOException e) {
                log.warn("cannot say on {} that the controller is here: {}", address.getHostAddress(), e.getMessage());
            }
        }
    }

    /** One of each network that devices may come from. */
    private static List<InetAddress> addresses(InetAddress listening) {
        if (!listening.isAnyLocalAddress()) {
            return List.of(listening);
        }
        try {
            return NetworkInterface.networkInterfaces()
                    .filter(Announcement::isNetwork)
                    .flatMap(network -> network.inetAddresses()
                            .filter(Inet4Address.class::isInstance)
                            .limit(1))
                    .limit(MOST_NETWORKS)
                    .toList();
        } catch (SocketException e) {
            log.warn("this host's networks are not known, so the controller says on none that it is here", e);
            return List.of();
        }
    }

    private static boolean isNetwork(NetworkInterface network) {
        try {
            return network.isUp() && !network.isLoopback() && network.supportsMulticast();
        } catch (SocketException e) {
            return false; // gone meanwhile
        }
    }

    /** Says that it is gone; takes some two seconds for each network, all at once. */
    @Override
    public void close() {
        List<Thread> closing = new ArrayList<>();
        for (JmDNS responder : responders) {
            closing.add(Thread.ofVirtual().name("silence").start(() -> close(responder)));
        }
        try {
            for (Thread each : closing) {
                each.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(JmDNS responder) {
        try {
            responder.close();
        } catch (IOException e) {
            log.debug("not said", e);
        }
    }
}
