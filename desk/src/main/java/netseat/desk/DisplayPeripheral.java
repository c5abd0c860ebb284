package netseat.desk;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import netseat.protocol.ByeReason;
import netseat.protocol.FrameWriter;
import netseat.protocol.PlugState;
import netseat.protocol.ProtocolException;
import netseat.screen.BadPictureException;
import netseat.screen.PictureDecoder;
import netseat.screen.PictureFormat;
import org.jspecify.annotations.Nullable;

/**
 * A monitor as a display unit. It takes the screen when a virtual machine's first picture comes, and gives it back, so
 * that the words of this program are to be read there, when it is plugged into none that runs or the link stays away. Pictures
 * come on the link's thread, {@link #tick} is the display thread's; a lock keeps them apart.
 */
final class DisplayPeripheral extends Peripheral implements AutoCloseable {
    /** For how long the last picture stays when the link is gone: most links come back sooner. */
    private static final long KEEP_NANOS = 5_000_000_000L;

    /** A person who drags a window says many sizes; the last one counts. */
    private static final long SIZE_NANOS = 200_000_000L;

    private final Monitor monitor;
    private final Peripherals peripherals;
    private final Runnable wakeUp;
    private final PrintStream out;
    private final Blinking blinking = new Blinking();
    private final ByteBuffer frame = ByteBuffer.allocate(32);

    // Guarded by this.
    private PictureDecoder decoder = new PictureDecoder();
    private @Nullable ScreenPainter painter;
    private boolean plugged;
    private long lostNanos;
    private boolean lost;
    private boolean wasBright;
    private boolean dark;
    private boolean wasLit; // while there is a painter
    private int saidWidth; // 0 before it is attached
    private int saidHeight;
    private long resizedNanos;
    private String fault = "";

    /**
     * A display unit.
     *
     * @param head of the machine, from 1
     * @param wakeUp wakes the display thread up
     */
    DisplayPeripheral(Monitor monitor, int head, Peripherals peripherals, Runnable wakeUp, PrintStream out) {
        super(Attachments.display(
                monitor.maker(),
                monitor.model(),
                monitor.serial(),
                monitor.refresh(),
                head,
                PictureFormat.understood()));
        this.monitor = monitor;
        this.peripherals = peripherals;
        this.wakeUp = wakeUp;
        this.out = out;
    }

    Monitor monitor() {
        return monitor;
    }

    @Override
    synchronized void opened() {
        decoder = new PictureDecoder();
        lost = true;
        lostNanos = System.nanoTime();
        saidWidth = 0;
        dark = false;
    }

    @Override
    synchronized void attached() {
        say(monitor.width(), monitor.height());
    }

    private void say(int width, int height) {
        saidWidth = width;
        saidHeight = height;
        FrameWriter.size(frame.clear(), number(), width, height);
        peripherals.send(frame.flip());
    }

    /** The monitor has, or wishes, another size; the picture is fitted into it at once. */
    void resized() {
        synchronized (this) {
            resizedNanos = System.nanoTime();
            if (painter != null) {
                painter = null; // not closed: the monitor shows on
                show();
            }
        }
        wakeUp.run();
    }

    /** Says what a monitor wishes that has been of one size for a while; whether it is still to be said. */
    private boolean sayWish(long nanos) {
        int width = monitor.width();
        int height = monitor.height();
        if (saidWidth == 0 || (width == saidWidth && height == saidHeight)) {
            return false;
        }
        if (nanos - resizedNanos < SIZE_NANOS) {
            return true;
        }
        say(width, height);
        return false;
    }

    @Override
    synchronized void status(PlugState state) {
        plugged = state == PlugState.STARTING || state == PlugState.RUNNING || state == PlugState.PAUSED;
        lost = false;
        if (!plugged) {
            hide();
        }
    }

    @Override
    void identify(int seconds) {
        blinking.start(seconds, System.nanoTime());
        wakeUp.run();
    }

    @Override
    void dark(boolean nowDark) {
        synchronized (this) {
            dark = nowDark;
        }
        wakeUp.run();
    }

    @Override
    synchronized void picture(int mark, boolean last, ByteBuffer commands) throws ProtocolException {
        try {
            decoder.decode(commands);
        } catch (BadPictureException e) {
            throw new ProtocolException(ByeReason.BAD_FRAME, String.valueOf(e.getMessage()));
        }
        if (last) {
            if (plugged) {
                show();
            }
            FrameWriter.pictureShown(frame.clear(), number(), mark);
            peripherals.send(frame.flip());
        }
    }

    private void show() {
        try {
            if (painter == null) {
                painter = new ScreenPainter(monitor.show());
                wasLit = true;
                fault = "";
            }
            wasBright = blinking.isBright(System.nanoTime());
            painter.paint(decoder, wasBright);
            if (isTouched()) {
                peripherals.picture().shown(painter.placement(), monitor.width(), monitor.height());
            }
        } catch (IOException e) {
            complain("Nothing is shown on " + monitor.name() + ": " + e.getMessage());
        }
    }

    /** Says it once: it is tried again with each picture. */
    private void complain(String words) {
        if (!words.equals(fault)) {
            fault = words;
            out.println(words);
        }
    }

    /** A dark monitor that is to be found is lit meanwhile. */
    private void light(ScreenPainter on, boolean lit) {
        if (lit != wasLit) {
            wasLit = lit;
            try {
                on.screen().light(lit);
            } catch (IOException e) {
                complain("The light of " + monitor.name() + " cannot be switched: " + e.getMessage());
            }
        }
    }

    private void hide() {
        if (painter != null) {
            painter.screen().close();
            painter = null;
            if (isTouched()) {
                peripherals.picture().hidden();
            }
        }
    }

    /** Touch screens are taken to lie on the first monitor. */
    private boolean isTouched() {
        return attachment().capabilities().head() == 1;
    }

    /** Blinks, lights, says sizes, and gives back a screen whose link stays away; whether it has to be called again soon. */
    synchronized boolean tick(long nanos) {
        if (lost && nanos - lostNanos > KEEP_NANOS) {
            hide();
        } else if (painter != null) {
            light(painter, !dark || blinking.isOn(nanos));
            if (wasBright != blinking.isBright(nanos)) {
                show();
            }
        }
        return sayWish(nanos) || blinking.isOn(nanos) || wasBright;
    }

    /** Gives the screen back. */
    @Override
    public synchronized void close() {
        plugged = false;
        hide();
    }
}
