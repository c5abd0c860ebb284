package netseat.controller;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import netseat.state.Database;
import netseat.state.Transaction;

/**
 * Which machine each seat is plugged into, kept across a restart, by the names of both; an empty one is no machine. Waits for
 * the disk: not for an event loop.
 */
final class PlugTable {
    private final Database database;

    PlugTable(Database database) {
        this.database = database;
    }

    /** What was saved last, by seat. */
    Map<String, String> load() {
        Map<String, String> plugs = new LinkedHashMap<>();
        database.read(in -> in.list(
                        "SELECT seat, vm FROM plugs",
                        row -> Map.entry(
                                row.text("seat"), row.optionalText("vm").orElse(""))))
                .forEach(plug -> plugs.put(plug.getKey(), plug.getValue()));
        return plugs;
    }

    /** Remembers these plugs, all of them or none; those of other seats stay. */
    void save(Map<String, String> plugs) {
        database.write(in -> save(in, plugs));
    }

    static void save(Transaction in, Map<String, String> plugs) throws SQLException {
        for (Map.Entry<String, String> plug : plugs.entrySet()) {
            in.update(
                    "INSERT OR REPLACE INTO plugs (seat, vm) VALUES (?, nullif(?, ''))",
                    plug.getKey(),
                    plug.getValue());
        }
    }
}
