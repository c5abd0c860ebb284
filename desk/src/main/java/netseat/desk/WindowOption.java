package netseat.desk;

import picocli.CommandLine.Option;

/** Whether a screen is to be a window on a desktop. */
final class WindowOption {
    @Option(
            names = "--window",
            description =
                    "a window on the desktop that $DISPLAY names (X11, Xwayland) in place of this computer's own devices")
    private boolean window;

    boolean isGiven() {
        return window;
    }
}
