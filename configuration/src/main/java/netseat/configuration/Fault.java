package netseat.configuration;

import java.nio.file.Path;
import java.util.Optional;

/**
 * One thing that is wrong with a declaration.
 *
 * @param file that it is in; empty when it came from no file
 * @param place where in the file; empty when it has no place of its own there
 * @param table the table that it is in, such as {@code vm.build}; empty for the file itself
 * @param words for people: what is wrong, and what would be right
 */
public record Fault(Optional<Path> file, Optional<Place> place, String table, String words) {
    /**
     * Where something stands in a file.
     *
     * @param line from 1
     * @param column from 1, in characters
     */
    public record Place(int line, int column) {}

    /** As compilers write it, so that editors find the place: {@code lab.toml:3:1: [vm.build] words}. */
    @Override
    public String toString() {
        return file.map(path -> path + ":").orElse("")
                + place.map(at -> at.line() + ":" + at.column() + ":").orElse("")
                + (file.isPresent() || place.isPresent() ? " " : "")
                + (table.isEmpty() ? "" : "[" + table + "] ")
                + words;
    }
}
