package netseat.bench;

import java.io.IOException;

/** A guest that draws scenes, and one way to show it elsewhere. */
interface MovingScreen {
    /** For people. */
    String name();

    /** The guest. Several screens may have the same one, of which one is watched at a time. */
    SceneGuest guest();

    /** Processor seconds so far of what shows the guest beside its QEMU; 0 when that is nothing. */
    double controllerSeconds() throws IOException;

    /** Somebody watches until it is closed. */
    Watch watch() throws Exception;

    /** A viewer that is connected. */
    interface Watch extends AutoCloseable {
        /** Updates so far that the viewer was sent whole. */
        long updates() throws IOException;

        /** Bytes so far on the viewer's connections, both ways. */
        long bytes() throws IOException;

        /** Processor seconds so far of the viewer, with its X server if it has one. */
        double viewerSeconds() throws IOException;

        @Override
        void close() throws IOException;
    }
}
