package netseat.e2e;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;
import netseat.hypervisor.LogicalDisplay;
import netseat.hypervisor.LogicalKeyboard;
import netseat.hypervisor.LogicalPointer;
import netseat.hypervisor.LogicalTouch;
import netseat.hypervisor.PowerState;
import netseat.hypervisor.Registration;
import netseat.hypervisor.VirtualMachine;
import netseat.hypervisor.VmSpec;
import netseat.screen.CursorShape;
import netseat.screen.Framebuffer;

/** A machine without a guest: hands on what it is told, shows one still picture, and does as its power switch says. */
public final class NullMachine implements VirtualMachine, LogicalKeyboard, LogicalPointer, LogicalDisplay {
    private static final int WIDTH = 320;
    private static final int HEIGHT = 200;

    private final VmSpec spec;
    private final Input input;
    private final Framebuffer picture = new Framebuffer(WIDTH, HEIGHT);
    private final List<LogicalDisplay> heads = List.of(this);
    private final List<Runnable> stateListeners = new CopyOnWriteArrayList<>();
    private volatile PowerState state = PowerState.OFF;

    /** Hears what all machines without a guest are told, on the thread that tells them. */
    public interface Input {
        /** A key went down or up. */
        void key(int scanCode, boolean down);

        /** The pointer is to be there. */
        void moveTo(int x, int y);

        /** A button or the wheel. */
        void other();
    }

    NullMachine(VmSpec spec, Input input) {
        this.spec = spec;
        this.input = input;
    }

    private void become(PowerState next) {
        state = next;
        stateListeners.forEach(Runnable::run);
    }

    @Override
    public VmSpec spec() {
        return spec;
    }

    @Override
    public PowerState state() {
        return state;
    }

    @Override
    public String lastWords() {
        return "";
    }

    @Override
    public void start() {
        become(PowerState.RUNNING);
    }

    @Override
    public void stop() {
        become(PowerState.OFF);
    }

    @Override
    public void reset() {}

    @Override
    public void powerButton() {
        become(PowerState.OFF);
    }

    @Override
    public void pause() {
        become(PowerState.PAUSED);
    }

    @Override
    public void resume() {
        become(PowerState.RUNNING);
    }

    @Override
    public Framebuffer screenshot() {
        return picture;
    }

    @Override
    public LogicalKeyboard keyboard() {
        return this;
    }

    @Override
    public LogicalPointer pointer() {
        return this;
    }

    @Override
    public LogicalTouch touch() {
        return NoTouch.NONE;
    }

    @Override
    public List<LogicalDisplay> heads() {
        return heads;
    }

    @Override
    public void suggest(int width, int height) {}

    @Override
    public Registration onStateChange(Runnable listener) {
        stateListeners.add(listener);
        return () -> stateListeners.remove(listener);
    }

    @Override
    public void key(int scanCode, boolean down) {
        input.key(scanCode, down);
    }

    @Override
    public int leds() {
        return 0;
    }

    @Override
    public Registration onLeds(IntConsumer listener) {
        return () -> {};
    }

    @Override
    public boolean absolute() {
        return true;
    }

    @Override
    public Registration onModeChange(Runnable listener) {
        return () -> {};
    }

    @Override
    public void move(int dx, int dy) {}

    @Override
    public void moveTo(int x, int y) {
        input.moveTo(x, y);
    }

    @Override
    public void button(Button button, boolean down) {
        input.other();
    }

    @Override
    public void wheel(int vertical, int horizontal) {
        input.other();
    }

    @Override
    public Framebuffer picture() {
        return picture;
    }

    @Override
    public CursorShape cursor() {
        return CursorShape.NONE;
    }

    @Override
    public Watch watch(Listener listener) {
        listener.resized(picture);
        return new Watch() {
            @Override
            public void waiting(boolean now) {}

            @Override
            public void close() {}
        };
    }
}
