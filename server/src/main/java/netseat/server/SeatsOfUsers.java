package netseat.server;

import java.util.List;
import netseat.access.Role;
import netseat.access.User;
import netseat.access.Users;
import netseat.controller.SeatPolicy;
import netseat.hypervisor.VirtualMachine;

/**
 * Which machines a seat may use by itself, such as from its on-screen menu: those of the users whose seat it is; all of them
 * where it is nobody's. Any thread.
 */
final class SeatsOfUsers implements SeatPolicy {
    private final Users users;

    SeatsOfUsers(Users users) {
        this.users = users;
    }

    @Override
    public boolean mayUse(String seat, VirtualMachine machine) {
        List<User> theirs = users.all().stream()
                .filter(user -> user.role() == Role.USER && user.seats().has(seat))
                .toList();
        return theirs.isEmpty() || theirs.stream().anyMatch(user -> user.vms().has(machine.name()));
    }
}
