package netseat.controller;

import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import netseat.hypervisor.LogicalDisplay;
import netseat.hypervisor.VirtualMachine;
import netseat.protocol.Attachment;
import netseat.protocol.ByeReason;
import netseat.protocol.FrameWriter;
import netseat.protocol.ProtocolException;
import netseat.screen.PictureFormat;
import org.jspecify.annotations.Nullable;

/**
 * One display unit: which {@link PictureStream} it gets its pictures from, and what it has shown of them. Its own short
 * lock, {@link #sending}, keeps what a stream sends apart from the unit's coming and going: what has been left can send
 * nothing more, however far it is with a picture.
 */
public final class DisplayAdapter extends Adapter {
    private final LinkSession session;
    private final StreamRegistry registry;
    private final HeadSizes sizes;
    private final DueTimes times;
    private final int codings;
    private final int refresh;
    private final UnitPace pace;
    private final PictureCount count = new PictureCount();
    // Guarded by the adapter's own lock.
    private @Nullable HeadStreams head;
    private @Nullable HeadStreams lit; // what it looks at unless it is dark
    private @Nullable SeatScreen over; // what is to be drawn over what it looks at
    private @Nullable SeatScreen drawnOver;
    private @Nullable LogicalDisplay shown;
    private HeadSizes.@Nullable Size wish;
    private DisplayPreset preset = DisplayPreset.PLAIN;

    private final Object sending = new Object();
    private final ByteBuffer prefix = ByteBuffer.allocate(FrameWriter.PICTURE_PREFIX);
    private @Nullable PictureStream stream;
    private long firstPartAt;
    private int partBytes;
    private boolean lost;
    private int lostMark;

    private volatile PictureFormat format;
    private volatile long blankNanos = DueTimes.NEVER;
    private volatile boolean dark;
    private volatile int shownMark;
    private volatile int sentMark;
    private volatile int answers;

    DisplayAdapter(
            String name,
            int number,
            Attachment attachment,
            boolean lossless,
            LinkSession session,
            StreamRegistry registry,
            HeadSizes sizes,
            DueTimes times) {
        super(name, number, attachment, session.link());
        Attachment.Capabilities unit = attachment.capabilities();
        this.session = session;
        this.registry = registry;
        this.sizes = sizes;
        this.times = times;
        int refused = lossless ? PictureFormat.JPEG : 0;
        this.codings = unit.codings() & ~refused;
        this.format = PictureFormat.of(codings, unit.depth());
        this.refresh = unit.refresh();
        this.pace = new UnitPace(refresh);
    }

    /** What it is drawn for. */
    PictureFormat format() {
        return format;
    }

    /** Pictures a second that it takes at most. */
    int refresh() {
        return refresh;
    }

    UnitPace pace() {
        return pace;
    }

    /** The pictures that it was sent. */
    public PictureCount count() {
        return count;
    }

    /** Bytes a second that its link takes; empty while it is more than was ever needed. */
    public OptionalLong linkSpeed() {
        long speed = pace.speed();
        return speed == UnitPace.UNKNOWN_SPEED ? OptionalLong.empty() : OptionalLong.of(speed);
    }

    /** Whether it has shown the last picture. */
    boolean isReady() {
        return sentMark == shownMark;
    }

    /** The pixels that were just read come after the input that the unit's link has given to the machine. Pixel thread. */
    void noteAnswers() {
        answers = session.answers();
    }

    /** Sends a part of a picture, if the unit belongs to this stream still; the unit is ready. */
    void send(PictureStream from, byte[] commands, boolean last, long readNanos) {
        synchronized (sending) {
            if (stream != from) {
                return;
            }
            if (partBytes == 0) {
                firstPartAt = System.nanoTime();
            }
            partBytes += FrameWriter.PICTURE_PREFIX + commands.length;
            int mark = (sentMark + 1) & 0xFF;
            prefix.clear();
            FrameWriter.picturePrefix(prefix, number(), mark, answers, last, commands.length);
            if (last) {
                pace.sent(firstPartAt, partBytes);
                partBytes = 0;
                sentMark = mark; // first, as the answer may come at once
            }
            link().sendPicture(prefix.flip(), commands, readNanos);
        }
    }

    /** The unit shows the picture with this mark. */
    void shown(int mark) throws ProtocolException {
        PictureStream from;
        synchronized (sending) {
            if (lost && mark == lostMark) {
                lost = false; // it was on its way when the unit said that it had lost its picture
                return;
            }
            if (mark != sentMark || mark == shownMark) {
                throw new ProtocolException(ByeReason.OUT_OF_ORDER, "picture " + mark + " was not waiting to be shown");
            }
            shownMark = mark;
            pace.shown(System.nanoTime());
            from = stream;
        }
        if (from != null) {
            from.unitReady();
        }
    }

    /** The unit lost its picture: it begins anew, and waits for no answer to what it has lost. */
    synchronized void pictureLost() {
        HeadStreams of = head;
        if (of != null) {
            leave();
            synchronized (sending) {
                if (!isReady()) {
                    lost = true;
                    lostMark = sentMark;
                    shownMark = sentMark;
                }
            }
            of.join(this);
        }
    }

    /** From now on the unit belongs to this stream; it belongs to none. */
    void enter(PictureStream to) {
        synchronized (sending) {
            stream = to;
        }
    }

    /** Belongs to another stream from now on, unless it has left the one meanwhile. */
    boolean move(PictureStream from, PictureStream to) {
        synchronized (sending) {
            if (stream != from) {
                return false;
            }
            stream = to;
            return true;
        }
    }

    /** After this not a byte more comes from the stream. A picture that was begun is ended by the next stream. */
    private void leave() {
        PictureStream from;
        synchronized (sending) {
            from = stream;
            stream = null;
        }
        if (from != null && head != null) {
            head.left(this, from);
        }
    }

    /** The unit would like the guest to have this size; it is remembered for the next machine. */
    synchronized void wish(int width, int height) {
        HeadSizes.Size size = new HeadSizes.Size(width, height);
        wish = size;
        if (shown != null) {
            sizes.wished(shown, this, preset.of(wish));
        }
    }

    @Override
    synchronized void use(Preset next) {
        DisplayPreset before = preset;
        preset = next.display();
        if (shown != null && !Objects.equals(before.of(wish), preset.of(wish))) {
            sizes.wished(shown, this, preset.of(wish));
        }
        blankNanos = preset.blankSeconds() == 0 ? DueTimes.NEVER : TimeUnit.SECONDS.toNanos(preset.blankSeconds());
        if (blankNanos == DueTimes.NEVER) {
            light();
        }
        times.wake();
        int depth = preset.depth() == 0 ? attachment().capabilities().depth() : preset.depth();
        PictureFormat drawn = PictureFormat.of(codings, depth);
        if (!drawn.equals(format)) {
            HeadStreams of = head;
            leave(); // whoever is in one stream is drawn for alike
            format = drawn;
            if (of != null) {
                of.join(this);
            }
        }
    }

    private int wantedHead() {
        int plugged = plug().head();
        return plugged == 0 ? attachment().capabilities().head() : plugged;
    }

    @Override
    boolean isOther(Plug before, Plug next) {
        return before.head() != next.head() || !Objects.equals(before.machine(), next.machine());
    }

    @Override
    void connect(VirtualMachine next) {
        if (wantedHead() > next.heads().size()) {
            look(registry.ofNothing()); // as a monitor at a socket that is not there; its status says why
            return;
        }
        LogicalDisplay display = next.heads().get(wantedHead() - 1);
        look(registry.of(next.name(), wantedHead(), display));
        shown = display;
        sizes.plugged(display, this, preset.of(wish));
    }

    @Override
    String words(VirtualMachine plugged) {
        String words = super.words(plugged);
        int heads = plugged.heads().size();
        if (wantedHead() <= heads || !words.isEmpty()) {
            return words;
        }
        String has = heads == 1 ? " has one head" : " has " + heads + " heads";
        return plugged.spec().title() + has + "; this display is for head " + wantedHead() + ".";
    }

    @Override
    void unplugged() {
        look(registry.ofNothing()); // nothing of the old machine stays on the screen
    }

    private void look(HeadStreams at) {
        lit = at;
        drawnOver = over;
        HeadStreams of = dark ? registry.ofDark(at) : over == null ? at : registry.ofOverlay(at, over);
        head = of;
        of.join(this);
    }

    /** Draws this over its pictures from now on, and null nothing: it is shown as it is, whole. */
    synchronized void drawOver(@Nullable SeatScreen next) {
        over = next;
        HeadStreams at = lit;
        if (at != null && over != drawnOver) {
            leave();
            look(at);
        }
    }

    /** Likewise, once it looks at something else. */
    synchronized void drawOverNext(@Nullable SeatScreen next) {
        over = next;
    }

    /** How long nobody uses the seat before this unit is to go dark; {@link DueTimes#NEVER} when it is not to. */
    long blankNanos() {
        return blankNanos;
    }

    /** Whether it is dark as nobody uses the seat. */
    public boolean isDark() {
        return dark;
    }

    /** Goes dark: what it shows is black, also on a unit that does not know the word, and nothing is drawn for it. */
    synchronized void darken() {
        if (!dark && lit != null) {
            become(true);
        }
    }

    /** Shows its picture again, whole and as it is now. */
    synchronized void light() {
        if (dark) {
            become(false);
        }
    }

    private void become(boolean nowDark) {
        dark = nowDark;
        ByteBuffer frame = ByteBuffer.allocate(16);
        FrameWriter.blank(frame, number(), nowDark);
        link().send(frame.flip());
        HeadStreams at = lit;
        if (at != null) {
            leave();
            look(at);
        }
    }

    @Override
    void disconnect() {
        leave();
        head = null;
        lit = null;
        if (shown != null) {
            sizes.unplugged(shown, this);
            shown = null;
        }
    }

    @Override
    void releaseAll() {}

    @Override
    void forgetHeld() {}

    @Override
    boolean isHolding() {
        return false;
    }
}
