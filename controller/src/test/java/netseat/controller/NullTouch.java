package netseat.controller;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import netseat.hypervisor.LogicalTouch;
import netseat.hypervisor.Registration;

/** The touch screen of a machine without a guest: writes down what it is told, and is there when the test says so. */
final class NullTouch implements LogicalTouch {
    private final Consumer<String> heard;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile int contacts;
    private volatile boolean deaf;

    NullTouch(Consumer<String> heard) {
        this.heard = heard;
    }

    void beDeaf() {
        deaf = true;
    }

    void setContacts(int count) {
        contacts = count;
        listeners.forEach(Runnable::run);
    }

    @Override
    public int contacts() {
        return contacts;
    }

    @Override
    public Registration onModeChange(Runnable listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    @Override
    public void touch(int contact, int x, int y) {
        if (!deaf) {
            heard.accept("touch " + contact + " at " + x + " " + y);
        }
    }

    @Override
    public void lift(int contact) {
        if (!deaf) {
            heard.accept("lift " + contact);
        }
    }

    @Override
    public void report() {
        if (!deaf) {
            heard.accept("report");
        }
    }
}
