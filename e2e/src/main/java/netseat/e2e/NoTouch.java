package netseat.e2e;

import netseat.hypervisor.LogicalTouch;
import netseat.hypervisor.Registration;

/** The touch screen of a machine that has none. */
enum NoTouch implements LogicalTouch {
    NONE;

    @Override
    public int contacts() {
        return 0;
    }

    @Override
    public Registration onModeChange(Runnable listener) {
        return () -> {};
    }

    @Override
    public void touch(int contact, int x, int y) {}

    @Override
    public void lift(int contact) {}

    @Override
    public void report() {}
}
