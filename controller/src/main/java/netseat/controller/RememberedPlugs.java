package netseat.controller;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import netseat.state.Database;
import netseat.state.Transaction;

/**
 * What seats, and devices apart from their seats, are plugged into, by names: in memory for whoever asks, and on the disk before
 * a change counts. Any thread may ask; changes are of one thread at a time, and wait for the disk.
 */
final class RememberedPlugs {
    private final Database database;
    private final PlugTable table;
    private final Map<String, NamedPlug> seats;
    private final Map<DeviceUnit, NamedPlug> devices;
    /** What seats were plugged into that was withdrawn; in memory alone, and of the thread that changes. */
    private final Map<String, NamedPlug> withdrawn = new HashMap<>();

    /** As they were left. */
    RememberedPlugs(Database database) {
        this.database = database;
        this.table = new PlugTable(database);
        this.seats = new ConcurrentHashMap<>(table.load());
        this.devices = new ConcurrentHashMap<>(table.loadDevices());
    }

    /** What a seat was plugged into last; empty when it never was. */
    Optional<NamedPlug> of(String seat) {
        return Optional.ofNullable(seats.get(seat));
    }

    /** What a device is plugged into apart from its seat; empty when it follows its seat. */
    Optional<NamedPlug> of(DeviceUnit device) {
        return Optional.ofNullable(devices.get(device));
    }

    /** The devices that are plugged into the machine of this name apart from their seats. */
    List<DeviceUnit> devicesIn(String machine) {
        return devices.entrySet().stream()
                .filter(plug -> plug.getValue().machine().equals(machine))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Remembers the plugs of these seats, all of them or none. */
    void save(Map<String, NamedPlug> plugs) {
        table.save(plugs);
        seats.putAll(plugs);
        withdrawn.keySet().removeAll(plugs.keySet());
    }

    /** Remembers a device's own plug. */
    void save(DeviceUnit device, NamedPlug plug) {
        table.save(device, plug);
        devices.put(device, plug);
    }

    /** A device follows its seat again. */
    void follow(DeviceUnit device) {
        table.remove(device);
        devices.remove(device);
    }

    /** A seat's machine is not there any more, but may come back. */
    void withdraw(String seat, NamedPlug plug) {
        withdrawn.put(seat, plug);
    }

    /** What a seat was plugged into when the machine of this name was withdrawn, once, if it has not been plugged since. */
    Optional<NamedPlug> takeWithdrawn(String seat, String machine) {
        NamedPlug plug = withdrawn.getOrDefault(seat, NamedPlug.NOTHING);
        if (!plug.machine().equals(machine)) {
            return Optional.empty();
        }
        withdrawn.remove(seat);
        return Optional.of(plug);
    }

    /**
     * A machine is taken away: what is plugged into it is plugged into nothing.
     *
     * @param also what belongs to the same change of the database
     */
    void forgetMachine(String machine, Transaction.Change also) {
        Map<String, NamedPlug> unplugged = new LinkedHashMap<>();
        seats.forEach((seat, plug) -> {
            if (plug.machine().equals(machine)) {
                unplugged.put(seat, NamedPlug.NOTHING);
            }
        });
        List<DeviceUnit> owners = devicesIn(machine);
        database.write(in -> {
            PlugTable.save(in, unplugged);
            for (DeviceUnit device : owners) {
                PlugTable.save(in, device, NamedPlug.NOTHING);
            }
            also.in(in);
        });
        seats.putAll(unplugged);
        owners.forEach(device -> devices.put(device, NamedPlug.NOTHING));
    }

    /**
     * A seat is taken away.
     *
     * @param also what belongs to the same change of the database
     */
    void forgetSeat(String seat, Transaction.Change also) {
        database.write(in -> {
            in.update("DELETE FROM plugs WHERE seat = ?", seat);
            also.in(in);
        });
        seats.remove(seat);
        withdrawn.remove(seat);
    }
}
