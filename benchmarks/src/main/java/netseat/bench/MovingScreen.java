package netseat.bench;

import java.io.IOException;
import java.util.Map;

/** A guest that draws scenes, and one way to show it elsewhere. */
interface MovingScreen {
    /** For people. */
    String name();

    /** The guest. Several screens may have the same one, of which one is watched at a time. */
    SceneGuest guest();

    /** Processor seconds so far of what shows the guest beside its QEMU; 0 when that is nothing. */
    double controllerSeconds() throws IOException;

    /** Of these {@link #controllerSeconds} what each kind of thread had, by its words for people; empty where there is none. */
    default Map<String, Double> controllerParts() throws IOException, InterruptedException {
        return Map.of();
    }

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
