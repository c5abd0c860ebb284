package netseat.controller;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import netseat.protocol.DeviceId;
import netseat.state.Database;
import netseat.state.Row;
import netseat.state.Transaction;

/**
 * What each seat, and each device that has a plug of its own, is plugged into, kept across a restart, by names. Waits for the
 * disk: not for an event loop.
 */
final class PlugTable {
    private final Database database;

    PlugTable(Database database) {
        this.database = database;
    }

    /** What was saved last, by seat. */
    Map<String, NamedPlug> load() {
        Map<String, NamedPlug> plugs = new LinkedHashMap<>();
        database.read(in -> in.list(
                        "SELECT seat, vm, head, observe FROM plugs", row -> Map.entry(row.text("seat"), plug(row))))
                .forEach(plug -> plugs.put(plug.getKey(), plug.getValue()));
        return plugs;
    }

    /** What a row's columns vm, head and observe say. */
    static NamedPlug plug(Row row) throws SQLException {
        return new NamedPlug(row.optionalText("vm").orElse(""), (int) row.number("head"), row.flag("observe"));
    }

    /** Remembers these plugs, all of them or none; those of other seats stay. */
    void save(Map<String, NamedPlug> plugs) {
        database.write(in -> save(in, plugs));
    }

    static void save(Transaction in, Map<String, NamedPlug> plugs) throws SQLException {
        for (Map.Entry<String, NamedPlug> entry : plugs.entrySet()) {
            NamedPlug plug = entry.getValue();
            in.update(
                    "INSERT OR REPLACE INTO plugs (seat, vm, head, observe) VALUES (?, nullif(?, ''), ?, ?)",
                    entry.getKey(),
                    plug.machine(),
                    plug.head(),
                    plug.observe() ? 1 : 0);
        }
    }

    /** What was saved last of devices that are plugged apart from their seats. */
    Map<DeviceUnit, NamedPlug> loadDevices() {
        Map<DeviceUnit, NamedPlug> plugs = new LinkedHashMap<>();
        database.read(in -> in.list(
                        "SELECT device, unit, vm, head, observe FROM device_plugs",
                        row -> Map.entry(
                                new DeviceUnit(new DeviceId(row.text("device")), row.text("unit")), plug(row))))
                .forEach(plug -> plugs.put(plug.getKey(), plug.getValue()));
        return plugs;
    }

    /** Remembers the plug of a device. */
    void save(DeviceUnit device, NamedPlug plug) {
        database.write(in -> save(in, device, plug));
    }

    static void save(Transaction in, DeviceUnit device, NamedPlug plug) throws SQLException {
        in.update(
                "INSERT OR REPLACE INTO device_plugs (device, unit, vm, head, observe) VALUES (?, ?, nullif(?, ''), ?, ?)",
                device.device().toString(),
                device.unit(),
                plug.machine(),
                plug.head(),
                plug.observe() ? 1 : 0);
    }

    /** Forgets the plug of a device: it is plugged as its seat is. */
    void remove(DeviceUnit device) {
        database.write(in -> in.update(
                "DELETE FROM device_plugs WHERE device = ? AND unit = ?",
                device.device().toString(),
                device.unit()));
    }
}
