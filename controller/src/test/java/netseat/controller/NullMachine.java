package netseat.controller;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.IntConsumer;
import netseat.hypervisor.LogicalDisplay;
import netseat.hypervisor.LogicalKeyboard;
import netseat.hypervisor.LogicalPointer;
import netseat.hypervisor.PowerState;
import netseat.hypervisor.Registration;
import netseat.hypervisor.VirtualMachine;
import netseat.hypervisor.VmSpec;
import netseat.screen.CursorShape;
import netseat.screen.Framebuffer;

/** A machine without a guest: writes down what its logical interfaces are told, and shows what the test draws. */
final class NullMachine implements VirtualMachine, LogicalKeyboard, LogicalPointer, LogicalDisplay {
    private final NullTouch touch = new NullTouch(this::note);
    private final VmSpec spec;
    private final List<String> heard = new ArrayList<>();
    private final List<Runnable> stateListeners = new CopyOnWriteArrayList<>();
    private final List<IntConsumer> ledListeners = new CopyOnWriteArrayList<>();
    private final List<Runnable> modeListeners = new CopyOnWriteArrayList<>();
    private final List<Listener> watchers = new CopyOnWriteArrayList<>();
    private volatile PowerState state = PowerState.RUNNING;
    private volatile List<LogicalDisplay> heads = List.of(this);
    private volatile Framebuffer picture;
    private volatile NullMachine secondHead = this;
    private volatile boolean perHead;
    private volatile boolean absolute;
    private volatile boolean deaf;
    private volatile int leds;
    private final Set<Listener> waiting = ConcurrentHashMap.newKeySet();

    NullMachine(String name, int width, int height) {
        spec = VmSpec.named(name);
        picture = new Framebuffer(width, height);
    }

    /** What was heard since the last call. */
    synchronized List<String> takeHeard() {
        List<String> taken = List.copyOf(heard);
        heard.clear();
        return taken;
    }

    synchronized int countHeard() {
        return heard.size();
    }

    private synchronized void note(String what) {
        heard.add(what);
    }

    /** Writes nothing down from now on, so that what is measured is not the test's own. */
    void beDeaf() {
        deaf = true;
        touch.beDeaf();
    }

    void become(PowerState next) {
        state = next;
        stateListeners.forEach(Runnable::run);
    }

    void setLeds(int bits) {
        leds = bits;
        ledListeners.forEach(listener -> listener.accept(bits));
    }

    void setAbsolute(boolean positions) {
        absolute = positions;
        modeListeners.forEach(Runnable::run);
    }

    /** Draws a rectangle of one colour and tells the watchers. */
    void draw(int x, int y, int width, int height, int colour) {
        for (int row = y; row < y + height; row++) {
            for (int column = x; column < x + width; column++) {
                picture.pixels()[row * picture.width() + column] = colour;
            }
        }
        watchers.forEach(watcher -> {
            watcher.changed(x, y, width, height);
            watcher.settled(System.nanoTime());
        });
    }

    void resize(int width, int height) {
        picture = new Framebuffer(width, height);
        watchers.forEach(watcher -> {
            watcher.resized(picture);
            watcher.settled(System.nanoTime());
        });
    }

    int watchers() {
        return watchers.size();
    }

    boolean isWaitedFor() {
        return !waiting.isEmpty();
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
        return state == PowerState.FAILED ? "out of memory" : "";
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
    public void reset() {
        note("reset");
    }

    @Override
    public void powerButton() {
        note("power button");
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
    public LogicalKeyboard keyboard(int head) {
        return ofHead(head);
    }

    @Override
    public LogicalPointer pointer(int head) {
        return ofHead(head);
    }

    private NullMachine ofHead(int head) {
        return perHead && head == 2 ? secondHead : this;
    }

    @Override
    public NullTouch touch() {
        return touch;
    }

    @Override
    public List<LogicalDisplay> heads() {
        return heads;
    }

    /** Gives it a second head: what that one is told, the other machine hears. */
    void addHead(NullMachine second) {
        heads = List.of(this, second);
        secondHead = second;
    }

    /** From its next life on each head has a keyboard and a pointer of its own, or they share what this machine has. */
    void haveInputPerHead(boolean each) {
        perHead = each;
    }

    @Override
    public void suggest(int width, int height) {
        note("suggested " + width + "x" + height);
    }

    @Override
    public Registration onStateChange(Runnable listener) {
        stateListeners.add(listener);
        return () -> stateListeners.remove(listener);
    }

    @Override
    public void key(int scanCode, boolean down) {
        if (!deaf) {
            note(Integer.toHexString(scanCode) + (down ? "+" : "-"));
        }
    }

    @Override
    public int leds() {
        return leds;
    }

    @Override
    public Registration onLeds(IntConsumer listener) {
        ledListeners.add(listener);
        return () -> ledListeners.remove(listener);
    }

    @Override
    public boolean absolute() {
        return absolute;
    }

    @Override
    public Registration onModeChange(Runnable listener) {
        modeListeners.add(listener);
        return () -> modeListeners.remove(listener);
    }

    @Override
    public void move(int dx, int dy) {
        if (!deaf) {
            note("move " + dx + " " + dy);
        }
    }

    @Override
    public void moveTo(int x, int y) {
        if (!deaf) {
            note("at " + x + " " + y);
        }
    }

    @Override
    public void button(Button button, boolean down) {
        if (!deaf) {
            note(button + (down ? "+" : "-"));
        }
    }

    @Override
    public void wheel(int vertical, int horizontal) {
        if (!deaf) {
            note("wheel " + vertical + " " + horizontal);
        }
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
        watchers.add(listener);
        return new Watch() {
            @Override
            public void waiting(boolean now) {
                if (now) {
                    waiting.add(listener);
                } else {
                    waiting.remove(listener);
                }
            }

            @Override
            public void close() {
                watchers.remove(listener);
                waiting.remove(listener);
            }
        };
    }
}
