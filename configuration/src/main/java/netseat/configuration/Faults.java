package netseat.configuration;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What was found to be wrong with one file so far, and where things stand in it. */
final class Faults {
    /** More would not be read by anybody. */
    private static final int MOST = 100;

    private static final Fault.Place BEGIN = new Fault.Place(0, 0);

    private final Optional<Path> file;
    private final TomlPlaces places;
    private final List<Fault> found = new ArrayList<>();

    Faults(Optional<Path> file, TomlPlaces places) {
        this.file = file;
        this.places = places;
    }

    /**
     * One more.
     *
     * @param path of the key or table that it is about
     * @param table the table that it is in, for people
     */
    void add(List<String> path, String table, String words) {
        if (found.size() < MOST) {
            found.add(new Fault(file, places.of(path), table, words));
        }
    }

    /** All of them, in the order of the file. */
    List<Fault> all() {
        return found.stream()
                .sorted(Comparator.comparing(
                        fault -> fault.place().orElse(BEGIN),
                        Comparator.comparingInt(Fault.Place::line).thenComparingInt(Fault.Place::column)))
                .toList();
    }
}
