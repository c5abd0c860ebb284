package netseat.bench;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import netseat.e2e.ManyKeys;
import netseat.identity.Identity;
import netseat.identity.PeerTrust;
import netseat.protocol.ByeReason;
import netseat.qemu.RoadPriority;
import org.HdrHistogram.Histogram;
import tools.jackson.databind.json.JsonMapper;

/**
 * The load generator, a process of its own: thousands of keyboards and mice over TLS on one event loop, each with its own key
 * and a network address of its own. Its standard input has a command a line, {@code connect} or {@code send EVENTS-A-SECOND
 * SECONDS EVENTS-A-RECORD}; it answers each by a line of JSON.
 */
final class ScaleClients {
    private static final long TICK_MICROS = 500;
    private static final int MOST_AT_ONCE = 64;
    private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long READY_WITHIN_SECONDS = 300;
    private static final double MILLI = 1e6;

    private final InetSocketAddress controller;
    private final SslContext tls;
    private final EventLoop loop;
    private final Bootstrap bootstrap;
    private final List<ScaleDevice> devices = new ArrayList<>();
    private final JsonMapper mapper = new JsonMapper();

    // Owned by the event loop.
    private final ByteBuffer scratch = ByteBuffer.allocate(4096);
    private final Map<String, Integer> refusals = new TreeMap<>();
    private final Histogram readyAfter = new Histogram(READY_WITHIN_SECONDS * 1000, 3);
    private final Histogram lateness = new Histogram(LONGEST_NANOS, 3);
    private boolean road;
    private long began;
    private int ready;
    private int dials;
    private int failures;
    private long sendBegan;
    private double eventsPerNano;
    private int eventsPerRecord;
    private long records;
    private long most;
    private long mostNanos;

    private ScaleClients(InetSocketAddress controller, List<Identity> identities) throws IOException {
        this.controller = controller;
        this.tls = SslContextBuilder.forClient()
                .sslProvider(SslProvider.OPENSSL)
                .keyManager(new ManyKeys(identities::get))
                .trustManager(new PeerTrust(peer -> {}))
                .endpointIdentificationAlgorithm("")
                .protocols("TLSv1.3")
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.NO_ADVERTISE,
                        SelectedListenerFailureBehavior.ACCEPT,
                        netseat.protocol.Protocol.ALPN))
                .build();
        MultiThreadIoEventLoopGroup group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        this.loop = group.next();
        // The controller's event loop has it. Without it here, each record that is sent wakes that up on the very
        // processor that
        // sent it, before the next is sent: ten thousand devices on processors of their own would not take turns with
        // it.
        loop.execute(() -> road = RoadPriority.claim());
        this.bootstrap = new Bootstrap()
                .group(group)
                .channel(EpollSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {}
                });
        for (int i = 0; i < identities.size(); i++) {
            devices.add(new ScaleDevice(i, this));
        }
    }

    /** Takes the controller's host and port, the file with the keys and how many of them. */
    public static void main(String[] arguments) throws IOException {
        List<Identity> identities = ScaleKeys.read(Path.of(arguments[2])).subList(0, Integer.parseInt(arguments[3]));
        new ScaleClients(new InetSocketAddress(arguments[0], Integer.parseInt(arguments[1])), identities).obey();
    }

    private void obey() throws IOException {
        System.out.println("{}");
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            String[] words = line.split(" ", -1);
            if (words[0].equals("connect")) {
                loop.execute(this::connectAll);
            } else {
                double rate = Double.parseDouble(words[1]);
                int seconds = Integer.parseInt(words[2]);
                int each = Integer.parseInt(words[3]);
                loop.execute(() -> beginToSend(rate, seconds, each));
            }
        }
        System.exit(0);
    }

    private void connectAll() {
        began = System.nanoTime();
        devices.forEach(this::dial);
    }

    private void dial(ScaleDevice device) {
        dials++;
        int number = device.number();
        InetSocketAddress from = new InetSocketAddress("127.3." + number / 250 + "." + (1 + number % 250), 0);
        ChannelFuture dialled = bootstrap.connect(controller, from);
        Channel channel = dialled.channel();
        // Before it is connected: the first thing that TLS is told is that it is.
        channel.pipeline().addLast(tls.newHandler(channel.alloc(), ManyKeys.name(number), 0), device.connection());
        dialled.addListener(done -> {
            if (!done.isSuccess()) {
                failures++;
                device.gone();
            }
        });
    }

    /** Lets a device dial again. */
    void later(ScaleDevice device, long delay, TimeUnit unit) {
        var _ = loop.schedule(() -> dial(device), delay, unit);
    }

    /** One more has attached its peripheral. */
    void ready() {
        readyAfter.recordValue(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
        ready++;
        if (ready == devices.size()) {
            Map<String, Object> report = new TreeMap<>();
            report.put("dials", dials);
            report.put("failures", failures);
            report.put("refusals", refusals);
            report.put("halfMillis", readyAfter.getValueAtPercentile(50));
            report.put("most99Millis", readyAfter.getValueAtPercentile(99));
            report.put("allMillis", readyAfter.getMaxValue());
            say(report);
        }
    }

    /** The controller said no, with a reason. */
    void refused(ByeReason reason, String text) {
        refusals.merge(reason + ": " + text, 1, Integer::sum);
    }

    /** A connection broke off, or its handshake failed. */
    void failed() {
        failures++;
    }

    private void beginToSend(double rate, int seconds, int each) {
        lateness.reset();
        records = 0;
        eventsPerRecord = each;
        eventsPerNano = rate / 1e9;
        most = (long) (rate * seconds / each);
        mostNanos = TimeUnit.SECONDS.toNanos(seconds);
        sendBegan = System.nanoTime();
        send();
    }

    /** What is due, some at a time, so that answers are read meanwhile. What cannot be sent in the time is left out. */
    private void send() {
        for (int i = 0; i < MOST_AT_ONCE && records < most; i++) {
            long late = System.nanoTime() - sendBegan - (long) (records * eventsPerRecord / eventsPerNano);
            if (late < 0) {
                var _ = loop.schedule(this::send, Math.max(TICK_MICROS, -late / 1000), TimeUnit.MICROSECONDS);
                return;
            }
            lateness.recordValue(Math.min(late, LONGEST_NANOS));
            devices.get((int) (records % devices.size())).send(eventsPerRecord, scratch);
            records++;
        }
        if (records < most && System.nanoTime() - sendBegan < mostNanos) {
            loop.execute(this::send);
            return;
        }
        Map<String, Object> report = new TreeMap<>();
        report.put("road", road);
        report.put("events", records * eventsPerRecord);
        report.put("seconds", (System.nanoTime() - sendBegan) / 1e9);
        report.put("ready", devices.stream().filter(ScaleDevice::isReady).count());
        report.put("lateP50Millis", lateness.getValueAtPercentile(50) / MILLI);
        report.put("lateP99Millis", lateness.getValueAtPercentile(99) / MILLI);
        report.put("lateMaxMillis", lateness.getMaxValue() / MILLI);
        say(report);
    }

    private void say(Map<String, Object> report) {
        System.out.println(mapper.writeValueAsString(report));
    }
}
