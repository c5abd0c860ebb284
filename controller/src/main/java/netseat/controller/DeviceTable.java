package netseat.controller;

import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import netseat.protocol.DeviceId;
import netseat.state.Database;
import netseat.state.DatabaseException;
import netseat.state.Row;
import netseat.state.Transaction;

/**
 * The devices that were admitted or revoked, kept across a restart. Those that wait are not kept: whoever sends many of them is
 * to cost no disk. Waits for the disk: not for an event loop.
 */
final class DeviceTable {
    private final Database database;

    DeviceTable(Database database) {
        this.database = database;
    }

    /**
     * What was saved last.
     *
     * @throws DatabaseException when it cannot be read or a row makes no sense: to go on would lock out devices, or let a
     *     revoked one ask again, without a word
     */
    List<Device> load() {
        return database.read(
                in -> in.list("SELECT * FROM devices ORDER BY first_seen, device, unit", DeviceTable::device));
    }

    private static Device device(Row row) throws SQLException {
        String id = row.text("device");
        try {
            return new Device(
                    new DeviceUnit(new DeviceId(id), row.text("unit")),
                    Device.State.valueOf(row.text("state").toUpperCase(Locale.ROOT)),
                    row.text("name"),
                    row.text("seat"),
                    Instant.parse(row.text("first_seen")),
                    Instant.parse(row.text("last_seen")),
                    row.text("address"),
                    row.text("mac"),
                    Demand.parse(row.text("demanded_range"), row.text("demanded_mac")),
                    0,
                    Set.of());
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new SQLException("device " + id + " makes no sense; repair or remove its row: " + e.getMessage(), e);
        }
    }

    /** Adds these devices, or changes what is known of them, all of them or none. */
    void save(Collection<Device> devices) {
        if (!devices.isEmpty()) {
            database.write(in -> save(in, devices));
        }
    }

    static void save(Transaction in, Collection<Device> devices) throws SQLException {
        for (Device device : devices) {
            in.update(
                    "INSERT OR REPLACE INTO devices (device, unit, state, name, seat, first_seen, last_seen, address, mac,"
                            + " demanded_range, demanded_mac) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    device.id().device().toString(),
                    device.id().unit(),
                    device.state().name().toLowerCase(Locale.ROOT),
                    device.name(),
                    device.seat(),
                    device.firstSeen().toString(),
                    device.lastSeen().toString(),
                    device.address(),
                    device.mac(),
                    device.demand().range(),
                    device.demand().mac());
        }
    }
}
