package netseat.libvirt;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The domains that a libvirt runs, kept as they are: it is asked anew when it tells of a domain that begins or ends, and now
 * and then in case it could not tell. Any thread; what is found is told on a virtual thread of its own.
 */
public final class LibvirtHost implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(LibvirtHost.class);

    private static final long ASK_EVERY_SECONDS = 30;
    private static final long LISTEN_AGAIN_SECONDS = 5;
    private static final int MOST_DOMAINS = 1000;

    private final String uri;
    private final Virsh virsh;
    private final Map<String, Domain> domains = new ConcurrentHashMap<>();
    private final Semaphore news = new Semaphore(0);
    private final Thread asking;
    private final Thread listening;

    private final Set<String> told = new HashSet<>(); // guarded by this
    private volatile Consumer<Domain> found = domain -> {};
    private volatile Consumer<String> gone = name -> {};
    private volatile boolean closed;
    private volatile @Nullable Process events;
    private String trouble = "";

    /**
     * One that has not been asked yet.
     *
     * @param uri as libvirt names its connections, such as {@code qemu:///system}
     */
    public LibvirtHost(String uri) {
        this.uri = uri;
        this.virsh = new Virsh(uri);
        this.asking = Thread.ofVirtual().name("libvirt").unstarted(this::ask);
        this.listening = Thread.ofVirtual().name("libvirt events").unstarted(this::listen);
    }

    /**
     * Asks once, and begins to follow. A libvirt that does not answer is asked again later.
     *
     * @param found told of each domain that was not known before
     * @param gone told the name of each that was, and is no more
     */
    public void start(Consumer<Domain> found, Consumer<String> gone) throws InterruptedException {
        this.found = found;
        this.gone = gone;
        look();
        asking.start();
        listening.start();
    }

    /** A domain as it was when libvirt was asked last. */
    public Optional<Domain> domain(String name) {
        return Optional.ofNullable(domains.get(name));
    }

    private void ask() {
        try {
            while (!closed) {
                boolean _ = news.tryAcquire(ASK_EVERY_SECONDS, TimeUnit.SECONDS);
                news.drainPermits();
                look();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void look() throws InterruptedException {
        try {
            List<String> names = virsh.names();
            if (names.size() > MOST_DOMAINS) {
                throw new LibvirtException(names.size() + " domains are more than " + MOST_DOMAINS);
            }
            domains.keySet().retainAll(names);
            for (String name : Set.copyOf(told)) {
                if (!names.contains(name)) {
                    told.remove(name);
                    gone.accept(name);
                }
            }
            for (String name : names) {
                look(name);
            }
            trouble = "";
        } catch (LibvirtException e) {
            say(uri + ": " + e.getMessage());
        }
    }

    /** The lock is held. */
    private void look(String name) throws InterruptedException {
        try {
            Domain now = virsh.domain(name);
            domains.put(name, now);
            if (told.add(name)) {
                found.accept(now);
            }
        } catch (LibvirtException e) {
            domains.remove(name); // it went while it was asked about, mostly
            log.debug("{}: {}", name, e.getMessage());
        }
    }

    /** Once for each trouble, not each time that it is met. */
    private void say(String words) {
        if (!words.equals(trouble)) {
            trouble = words;
            log.warn("libvirt: {}", words);
        }
    }

    private void listen() {
        try {
            while (!closed) {
                try {
                    Process process = virsh.events();
                    events = process;
                    if (!closed) {
                        news.release(); // what happened before we listened
                        follow(process);
                    }
                    process.destroyForcibly();
                } catch (IOException e) {
                    log.debug("libvirt's events", e);
                }
                TimeUnit.SECONDS.sleep(LISTEN_AGAIN_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void follow(Process process) throws IOException {
        try (BufferedReader lines = process.inputReader()) {
            while (lines.readLine() != null) {
                news.release();
            }
        }
    }

    /** Follows no longer; the domains run on. */
    @Override
    public void close() {
        closed = true;
        asking.interrupt();
        listening.interrupt();
        Process process = events;
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
