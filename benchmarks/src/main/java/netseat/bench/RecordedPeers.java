package netseat.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import netseat.bench.Report.Peer;

/**
 * What the peers took for the recorded workloads, in bytes without the first full frame. Measured when the workloads were
 * recorded; workloads/README.md has the table. All are exact to the pixel.
 */
final class RecordedPeers {
    private static final double K = 1e3;
    private static final double M = 1e6;

    private static final List<String> NAMES =
            List.of("VNC raw", "VNC hextile", "VNC zlib", "VNC tight", "VNC ZRLE", "SPICE auto_glz");

    private static final Map<String, List<Peer>> PEERS = Map.of(
            "typing_fbcon", peers(57.9 * K, 6.7 * K, 6.6 * K, 5.3 * K, 4.9 * K, 33 * K),
            "scroll_fbcon", peers(92.7 * M, 5.9 * M, 4.1 * M, 2.2 * M, 4.8 * M, 2.28 * M),
            "gtk_dialogs", peers(7.8 * M, 1.86 * M, 282 * K, 220 * K, 223 * K),
            "desk_drag", peers(122 * M, 33 * M, 7.5 * M, 4.9 * M, 4.6 * M, 5.8 * M),
            "desk_photo", peers(6.3 * M, 5.0 * M, 3.2 * M, 1.87 * M, 2.4 * M));

    private RecordedPeers() {}

    /** The peers of the workload of this name, in bytes. */
    static List<Peer> of(String workload) {
        return PEERS.getOrDefault(workload, List.of());
    }

    private static List<Peer> peers(double... bytes) {
        List<Peer> peers = new ArrayList<>();
        for (int i = 0; i < bytes.length; i++) {
            peers.add(Peer.earlier(NAMES.get(i), bytes[i]));
        }
        return peers;
    }
}
