package netseat.server;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import netseat.state.Database;
import netseat.state.Transaction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The machines and seats that were made at run time, kept across a restart. Waits for the disk: not for an event loop. */
final class MadeTable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Database database;

    /**
     * A seat that was made.
     *
     * @param machine what it is plugged into at first
     * @param preset how its peripherals are at first
     */
    record MadeSeat(Optional<String> machine, Optional<String> preset) {}

    MadeTable(Database database) {
        this.database = database;
    }

    /** The machines by name, each as its table in a file would be. */
    Map<String, JsonNode> machines() {
        Map<String, JsonNode> machines = new LinkedHashMap<>();
        database.read(in -> in.list(
                        "SELECT name, definition FROM vms ORDER BY name",
                        row -> Map.entry(row.text("name"), json(row.text("definition")))))
                .forEach(machine -> machines.put(machine.getKey(), machine.getValue()));
        return machines;
    }

    private static JsonNode json(String text) throws SQLException {
        try {
            return JSON.readTree(text);
        } catch (JacksonException e) {
            throw new SQLException("no JSON: " + text, e);
        }
    }

    /** The seats by name. */
    Map<String, MadeSeat> seats() {
        Map<String, MadeSeat> seats = new LinkedHashMap<>();
        database.read(in -> in.list(
                        "SELECT name, vm, preset FROM seats ORDER BY name",
                        row -> Map.entry(
                                row.text("name"), new MadeSeat(row.optionalText("vm"), row.optionalText("preset")))))
                .forEach(seat -> seats.put(seat.getKey(), seat.getValue()));
        return seats;
    }

    void add(String machine, JsonNode definition) {
        database.write(
                in -> in.update("INSERT INTO vms (name, definition) VALUES (?, ?)", machine, definition.toString()));
    }

    static Transaction.Change removalOfMachine(String name) {
        return in -> in.update("DELETE FROM vms WHERE name = ?", name);
    }

    void addSeat(String name, @Nullable String machine, @Nullable String preset) {
        database.write(in -> in.update("INSERT INTO seats (name, vm, preset) VALUES (?, ?, ?)", name, machine, preset));
    }

    static Transaction.Change removalOfSeat(String name) {
        return in -> in.update("DELETE FROM seats WHERE name = ?", name);
    }
}
