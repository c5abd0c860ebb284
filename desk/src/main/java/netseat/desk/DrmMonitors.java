package netseat.desk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import netseat.linux.DrmCard;
import netseat.linux.DrmConnector;
import netseat.linux.DrmMode;
import netseat.linux.Edid;
import netseat.linux.LinuxException;

/** Finds the monitors at this computer's graphics cards. One thread at a time. */
final class DrmMonitors implements Monitors {
    private static final int LONGEST_EDID = 32 * 1024;

    private final Path cards;
    private final Path sysfs;
    private final Map<Path, CardUse> uses = new ConcurrentHashMap<>();
    private boolean denied;

    /** @param cards where the cards are, {@link DrmCard#USUAL}; {@code sysfs} where Linux tells of them */
    DrmMonitors(Path cards, Path sysfs) {
        this.cards = cards;
        this.sysfs = sysfs;
    }

    /** Whether there are cards that this user may not use, as {@link #find} found. */
    @Override
    public boolean isDenied() {
        return denied;
    }

    /** The monitors that are plugged in now, each with a CRTC of its own. */
    @Override
    public List<DrmMonitor> find() throws IOException {
        List<DrmMonitor> found = new ArrayList<>();
        for (Path path : DrmCard.cards(cards)) {
            CardUse use = uses.computeIfAbsent(path, CardUse::new);
            try {
                found.addAll(find(use, use.take()));
            } catch (LinuxException e) {
                denied |= e.isPermission(); // a card without a screen refuses the questions
            } finally {
                use.giveBack();
            }
        }
        return found;
    }

    private List<DrmMonitor> find(CardUse use, DrmCard card) throws LinuxException {
        List<DrmMonitor> found = new ArrayList<>();
        if (!card.draws()) {
            return found;
        }
        List<Integer> crtcs = card.crtcs();
        Set<Integer> taken = new HashSet<>();
        for (DrmConnector connector : card.connectors()) {
            Optional<DrmMode> mode = connector.mode();
            for (int place = 0; connector.connected() && mode.isPresent() && place < crtcs.size(); place++) {
                if ((connector.crtcs() >> place & 1) != 0 && taken.add(place)) {
                    found.add(new DrmMonitor(use, connector, crtcs.get(place), mode.get(), edid(card, connector)));
                    break;
                }
            }
        }
        return found;
    }

    private Optional<Edid> edid(DrmCard card, DrmConnector connector) {
        Path file = sysfs.resolve(card.path().getFileName() + "-" + connector.name())
                .resolve("edid");
        try (var in = Files.newInputStream(file)) {
            return Edid.parse(in.readNBytes(LONGEST_EDID));
        } catch (IOException e) {
            return Optional.empty(); // it only has a name less
        }
    }

    /**
     * A text that changes when a monitor is plugged in or out. It is what Linux knows already: the monitors are not asked.
     */
    @Override
    public String fingerprint() {
        StringBuilder all = new StringBuilder();
        try (var connectors = Files.newDirectoryStream(sysfs, "card*-*")) {
            List<Path> sorted = new ArrayList<>();
            connectors.forEach(sorted::add);
            sorted.sort(null);
            for (Path connector : sorted) {
                all.append(connector.getFileName())
                        .append('\n')
                        .append(read(connector.resolve("status")))
                        .append(read(connector.resolve("modes")));
            }
        } catch (IOException e) {
            return ""; // no graphics card at all
        }
        return all.toString();
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
