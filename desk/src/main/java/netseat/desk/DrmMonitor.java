package netseat.desk;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Optional;
import netseat.linux.DrmConnector;
import netseat.linux.DrmMode;
import netseat.linux.DrmOutput;
import netseat.linux.Edid;
import netseat.linux.LinuxException;

/** A monitor at a graphics card, in the mode that its EDID prefers. */
final class DrmMonitor implements Monitor {
    private static final int MOST_REFRESH = 240;

    private final CardUse card;
    private final DrmConnector connector;
    private final int crtc;
    private final DrmMode mode;
    private final Optional<Edid> edid;

    /** @param crtc the number of the one that is to drive it */
    DrmMonitor(CardUse card, DrmConnector connector, int crtc, DrmMode mode, Optional<Edid> edid) {
        this.card = card;
        this.connector = connector;
        this.crtc = crtc;
        this.mode = mode;
        this.edid = edid;
    }

    Path card() {
        return card.path();
    }

    @Override
    public String name() {
        return connector.name();
    }

    @Override
    public String maker() {
        return edid.map(Edid::maker).orElse("");
    }

    @Override
    public String model() {
        return edid.map(Edid::name).filter(name -> !name.isEmpty()).orElse(connector.name());
    }

    @Override
    public String serial() {
        return edid.map(Edid::serial).orElse("");
    }

    @Override
    public int width() {
        return mode.width();
    }

    @Override
    public int height() {
        return mode.height();
    }

    @Override
    public int refresh() {
        return Math.clamp(mode.refresh(), 1, MOST_REFRESH);
    }

    @Override
    public Screen show() throws IOException {
        try {
            return new Shown(card, DrmOutput.show(card.take(), connector, crtc, mode));
        } catch (LinuxException e) {
            card.giveBack();
            throw e.isPermission() || e.isBusy()
                    ? new IOException(
                            e.getMessage() + ". A desktop or another program has the screen: end it, or use --window",
                            e)
                    : e;
        }
    }

    private record Shown(CardUse card, DrmOutput output) implements Screen {
        @Override
        public int width() {
            return output.width();
        }

        @Override
        public int height() {
            return output.height();
        }

        @Override
        public void put(int x, int y, int[] pixels, int from, int count) {
            long at = (long) y * output.pitch() + (long) x * Integer.BYTES;
            MemorySegment.copy(pixels, from, output.pixels(), ValueLayout.JAVA_INT, at, count);
        }

        @Override
        public void written(int x, int y, int width, int height) {
            output.written(x, y, width, height);
        }

        @Override
        public void light(boolean on) throws IOException {
            output.light(on);
        }

        @Override
        public void close() {
            output.close();
            card.giveBack();
        }
    }
}
