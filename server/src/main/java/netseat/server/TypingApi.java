package netseat.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import netseat.controller.Controller;
import netseat.controller.Typist;
import netseat.hypervisor.VirtualMachine;
import netseat.hypervisor.VirtualMachineException;
import netseat.keys.BadLayoutException;
import netseat.keys.Chord;
import netseat.keys.Layout;
import org.jspecify.annotations.Nullable;

/** Types texts and presses chords for whoever asks by the API. To be run where it may block: it takes as long as typing does. */
final class TypingApi {
    private static final String TEXT_BODY = "The body must be {\"text\": \"…\", \"layout\": \"us\"}; layouts are "
            + String.join(", ", Layout.delivered()) + ".";
    private static final String CHORDS_BODY =
            "The body must be {\"chords\": [\"ctrl+alt+delete\", …], \"layout\": \"us\"}.";

    private final Controller controller;
    private final Typist typist = new Typist();

    TypingApi(Controller controller) {
        this.controller = controller;
    }

    /** Makes the chords of a request's body. */
    private interface Reader {
        @Nullable
        List<Chord> read(JsonObject body, Layout layout);
    }

    HttpApi.Answer type(RoutingContext request) {
        return type(
                request,
                TEXT_BODY,
                (body, layout) -> body.getValue("text") instanceof String text ? layout.chords(text) : null);
    }

    HttpApi.Answer press(RoutingContext request) {
        return type(request, CHORDS_BODY, TypingApi::chords);
    }

    private static @Nullable List<Chord> chords(JsonObject body, Layout layout) {
        if (!(body.getValue("chords") instanceof JsonArray names)) {
            return null;
        }
        List<Chord> chords = new ArrayList<>();
        for (Object name : names) {
            if (!(name instanceof String chord)) {
                return null;
            }
            chords.add(layout.chord(chord));
        }
        return chords;
    }

    private HttpApi.Answer type(RoutingContext request, String usage, Reader reader) {
        Optional<VirtualMachine> machine = controller.machine(String.valueOf(request.pathParam("vm")));
        if (machine.isEmpty()) {
            return HttpApi.failure(404, "There is no such VM.");
        }
        JsonObject body = HttpApi.body(request);
        Object layout = body == null ? null : body.getValue("layout", "us");
        // Never a file: which ones there are on this host is nobody's business.
        if (body == null
                || !(layout instanceof String name)
                || !Layout.delivered().contains(name)) {
            return HttpApi.failure(400, usage);
        }
        try {
            List<Chord> chords = reader.read(body, Layout.of(name));
            if (chords == null || chords.isEmpty()) {
                return HttpApi.failure(400, usage);
            }
            typist.type(machine.get(), chords);
            return HttpApi::done;
        } catch (IllegalArgumentException e) {
            return HttpApi.failure(400, String.valueOf(e.getMessage()));
        } catch (VirtualMachineException e) {
            return HttpApi.failure(409, String.valueOf(e.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return HttpApi.failure(503, "The controller is stopping.");
        } catch (IOException | BadLayoutException e) {
            throw new IllegalStateException("a delivered layout that cannot be read", e);
        }
    }
}
