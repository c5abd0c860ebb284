package netseat.controller;

import java.sql.SQLException;
import java.util.Map;
import java.util.TreeMap;
import netseat.state.Database;
import netseat.state.DatabaseException;
import netseat.state.Row;
import netseat.state.Transaction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * The presets that were made, and whose they are, kept across a restart. Waits for the disk: not for an event loop.
 */
final class PresetTable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Database database;

    /**
     * What was saved.
     *
     * @param presets by name
     * @param devices the preset's name by the device's identifier
     * @param seats the preset's name by the seat's; empty for a seat that is to have none
     */
    record Content(Map<String, Preset> presets, Map<String, String> devices, Map<String, String> seats) {}

    /** Whose preset it is. */
    enum Owner {
        DEVICE,
        SEAT
    }

    PresetTable(Database database) {
        this.database = database;
    }

    /**
     * What was saved last.
     *
     * @throws DatabaseException when it cannot be read or a row makes no sense
     */
    Content load() {
        return database.read(in -> {
            Map<String, Preset> presets = new TreeMap<>();
            for (Map.Entry<String, Preset> each :
                    in.list("SELECT name, fields FROM presets", row -> Map.entry(row.text("name"), preset(row)))) {
                presets.put(each.getKey(), each.getValue());
            }
            return new Content(presets, owners(in, "device"), owners(in, "seat"));
        });
    }

    private static Preset preset(Row row) throws SQLException {
        try {
            return PresetFields.read(JSON.readValue(row.text("fields"), new TypeReference<Map<String, Object>>() {}));
        } catch (JacksonException | IllegalArgumentException e) {
            throw new SQLException(
                    "preset " + row.text("name") + " makes no sense; repair or remove its row: " + e.getMessage(), e);
        }
    }

    private static Map<String, String> owners(Transaction in, String kind) throws SQLException {
        Map<String, String> owners = new TreeMap<>();
        in.list(
                        "SELECT " + kind + ", preset FROM " + kind + "_presets",
                        row -> Map.entry(row.text(kind), row.text("preset")))
                .forEach(each -> owners.put(each.getKey(), each.getValue()));
        return owners;
    }

    /** Adds or changes a preset. */
    void put(String name, Preset preset) {
        database.write(in -> put(in, name, preset));
    }

    private static void put(Transaction in, String name, Preset preset) throws SQLException {
        in.update(
                "INSERT OR REPLACE INTO presets (name, fields) VALUES (?, ?)",
                name,
                JSON.writeValueAsString(PresetFields.write(preset)));
    }

    /** Removes a preset. */
    void remove(String name) {
        database.write(in -> in.update("DELETE FROM presets WHERE name = ?", name));
    }

    /** Says whose a preset is; null forgets that the owner had one. */
    void give(Owner kind, String owner, @Nullable String preset) {
        database.write(in -> give(in, kind, owner, preset));
    }

    private static void give(Transaction in, Owner kind, String owner, @Nullable String preset) throws SQLException {
        String column = kind == Owner.DEVICE ? "device" : "seat";
        if (preset == null) {
            in.update("DELETE FROM " + column + "_presets WHERE " + column + " = ?", owner);
        } else {
            in.update(
                    "INSERT OR REPLACE INTO " + column + "_presets (" + column + ", preset) VALUES (?, ?)",
                    owner,
                    preset);
        }
    }

    static void save(Transaction in, Content content) throws SQLException {
        for (Map.Entry<String, Preset> preset : content.presets().entrySet()) {
            put(in, preset.getKey(), preset.getValue());
        }
        for (Map.Entry<String, String> device : content.devices().entrySet()) {
            give(in, Owner.DEVICE, device.getKey(), device.getValue());
        }
        for (Map.Entry<String, String> seat : content.seats().entrySet()) {
            give(in, Owner.SEAT, seat.getKey(), seat.getValue());
        }
    }
}
