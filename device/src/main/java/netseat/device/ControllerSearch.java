package netseat.device;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import netseat.device.DnsMessage.BadMessageException;
import netseat.protocol.DeviceId;

/**
 * Looks for controllers on the networks that this host is on, by one question of multicast DNS to each (RFC 6762, 5.1), over
 * IPv4. Who answers is not trusted for it: the controller's key is checked when it is dialled.
 */
public final class ControllerSearch {
    private static final InetSocketAddress EVERYBODY = new InetSocketAddress("224.0.0.251", 5353);
    private static final Duration PATIENCE = Duration.ofSeconds(3);
    private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(700);
    private static final int TURN_MILLIS = 50;
    private static final int MOST_NETWORKS = 16;
    private static final int MOST_FOUND = 64;

    private final String service; // as DNS-SD names what is looked for
    private final Map<String, DnsMessage.Service> services = new LinkedHashMap<>();
    private final Map<String, DnsMessage.Text> texts = new LinkedHashMap<>();
    private final Map<String, String> hosts = new LinkedHashMap<>(); // who answered for a service

    private ControllerSearch(String protocol) {
        this.service = "_netseat._" + protocol + ".local";
    }

    /**
     * Finds the one controller that this device may use: the one that it trusts, or the only one when it trusts none yet.
     *
     * @param protocol over which it has to listen, see {@link Dialler#protocol}
     * @throws IOException when there is none, or several of which a person must choose; the message says so
     */
    public static FoundController find(DeviceKey key, String protocol) throws IOException {
        Optional<DeviceId> trusted = key.controller();
        return choose(search(PATIENCE, trusted, protocol), trusted);
    }

    static FoundController choose(List<FoundController> found, Optional<DeviceId> trusted) throws IOException {
        List<FoundController> fit = found.stream()
                .filter(each -> trusted.isEmpty() || trusted.get().equals(each.id()))
                .toList();
        String all = found.stream().map(FoundController::toString).collect(Collectors.joining(", "));
        if (fit.stream().map(FoundController::id).distinct().count() > 1) {
            throw new IOException("several controllers are here, and one must be named: " + all);
        }
        return fit.stream()
                .findFirst()
                .orElseThrow(() -> new IOException(
                        found.isEmpty()
                                ? "no controller says on this network that it is there"
                                : "the controller that admitted this device is not here, but " + all));
    }

    /**
     * Every controller that answers within the time; no longer than until the one that is looked for has answered.
     *
     * @param lookedFor whose answer ends the search; without it, all the time is used
     * @param protocol over which it has to listen, see {@link Dialler#protocol}
     * @throws IOException when there is no network
     */
    public static List<FoundController> search(Duration within, Optional<DeviceId> lookedFor, String protocol)
            throws IOException {
        List<DatagramSocket> sockets = new ArrayList<>();
        try {
            for (InetAddress address : ownAddresses()) {
                sockets.add(socket(address));
            }
            return new ControllerSearch(protocol).ask(sockets, within, lookedFor);
        } finally {
            sockets.forEach(DatagramSocket::close);
        }
    }

    /** One of each network, the host's own loopback included. */
    private static List<InetAddress> ownAddresses() throws IOException {
        return NetworkInterface.networkInterfaces()
                .flatMap(network -> network.inetAddresses()
                        .filter(Inet4Address.class::isInstance)
                        .limit(1))
                .limit(MOST_NETWORKS)
                .toList();
    }

    private static DatagramSocket socket(InetAddress from) throws IOException {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(from, 0));
        socket.setOption(StandardSocketOptions.IP_MULTICAST_IF, NetworkInterface.getByInetAddress(from));
        return socket;
    }

    private List<FoundController> ask(List<DatagramSocket> sockets, Duration within, Optional<DeviceId> lookedFor)
            throws IOException {
        byte[] question = DnsMessage.question(service);
        byte[] answer = new byte[DnsMessage.MAX_LENGTH];
        long until = System.nanoTime() + within.toNanos();
        long asked = System.nanoTime() - ASK_AGAIN_NANOS;
        List<FoundController> found = List.of();
        while (System.nanoTime() - until < 0 && !sockets.isEmpty()) {
            boolean askNow = System.nanoTime() - asked >= ASK_AGAIN_NANOS;
            asked = askNow ? System.nanoTime() : asked;
            for (DatagramSocket socket : List.copyOf(sockets)) {
                try {
                    if (askNow) {
                        socket.send(new DatagramPacket(question, question.length, EVERYBODY));
                    }
                    hear(socket, answer);
                } catch (IOException e) {
                    sockets.remove(socket); // a network that takes no multicast
                    socket.close();
                }
            }
            found = found();
            if (lookedFor.isPresent()
                    && found.stream().anyMatch(each -> each.id().equals(lookedFor.get()))) {
                break;
            }
        }
        return found;
    }

    private void hear(DatagramSocket socket, byte[] room) throws IOException {
        socket.setSoTimeout(TURN_MILLIS);
        DatagramPacket packet = new DatagramPacket(room, room.length);
        try {
            socket.receive(packet);
            List<DnsMessage.Answer> answers = DnsMessage.read(ByteBuffer.wrap(room, 0, packet.getLength()));
            note(answers, packet.getAddress().getHostAddress());
        } catch (SocketTimeoutException e) {
            // Nobody, as yet.
        } catch (BadMessageException e) {
            // Whoever sent it is not a controller that can be found; others may be.
        }
    }

    private void note(List<DnsMessage.Answer> answers, String from) {
        for (DnsMessage.Answer answer : answers) {
            if (services.size() >= MOST_FOUND || texts.size() >= MOST_FOUND) {
                return;
            }
            switch (answer) {
                case DnsMessage.Instance _ -> {}
                case DnsMessage.Service found -> {
                    if (found.name().endsWith(service)) {
                        services.put(found.name(), found);
                        hosts.put(found.name(), from); // which is reached for certain, unlike each of its addresses
                    }
                }
                case DnsMessage.Text text -> {
                    if (text.name().endsWith(service)) {
                        texts.put(text.name(), text);
                    }
                }
            }
        }
    }

    private List<FoundController> found() {
        List<FoundController> found = new ArrayList<>();
        services.forEach((name, listening) -> {
            DnsMessage.Text text = texts.get(name);
            String host = hosts.get(name);
            if (text != null && host != null && listening.port() > 0) {
                id(text).ifPresent(id -> found.add(new FoundController(
                        name.substring(0, name.length() - service.length() - 1),
                        new ControllerAddress(host, listening.port()),
                        id)));
            }
        });
        return found;
    }

    private static Optional<DeviceId> id(DnsMessage.Text text) {
        try {
            return Optional.of(DeviceId.parse(text.values().getOrDefault("id", "")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
