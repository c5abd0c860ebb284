package netseat.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashMap;
import java.util.function.Predicate;
import netseat.access.Caller;

/** The state as somebody may see it: without the seats and machines that are not on their lists. Pure functions. */
final class StateView {
    private StateView() {}

    /** What this caller sees of it; the state itself is not changed. */
    static JsonObject of(JsonObject state, Caller caller) {
        if (isWhole(caller)) {
            return state;
        }
        JsonArray seats = named(state.getJsonArray("seats"), caller::mayUseSeat);
        for (int i = 0; i < seats.size(); i++) {
            seats.set(i, seat(seats.getJsonObject(i).copy(), caller));
        }
        return new JsonObject(new LinkedHashMap<>(state.getMap()))
                .put("vms", named(state.getJsonArray("vms"), caller::mayUseVm))
                .put("seats", seats);
    }

    private static JsonObject seat(JsonObject seat, Caller caller) {
        hide(seat, caller);
        JsonArray broadcast = new JsonArray(seat.getJsonArray("broadcast").stream()
                .filter(vm -> caller.mayUseVm(String.valueOf(vm)))
                .toList());
        JsonArray peripherals = seat.getJsonArray("peripherals");
        for (int i = 0; i < peripherals.size(); i++) {
            JsonObject plug = peripherals.getJsonObject(i).getJsonObject("plug");
            if (plug != null) {
                hide(plug, caller);
            }
        }
        return seat.put("broadcast", broadcast);
    }

    /** Plugged in, but into what is nobody's here to know. */
    private static void hide(JsonObject plugged, Caller caller) {
        String vm = plugged.getString("vm");
        if (vm != null && !caller.mayUseVm(vm)) {
            plugged.put("vm", "");
        }
    }

    /** Whether this caller sees all of it. */
    static boolean isWhole(Caller caller) {
        return caller.isUnbound() || (caller.seats().isAll() && caller.vms().isAll());
    }

    private static JsonArray named(JsonArray all, Predicate<String> theirs) {
        JsonArray some = new JsonArray();
        for (int i = 0; i < all.size(); i++) {
            if (theirs.test(all.getJsonObject(i).getString("name"))) {
                some.add(all.getJsonObject(i));
            }
        }
        return some;
    }
}
