package netseat.server;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import netseat.configuration.DeclarationException;
import netseat.configuration.Fault;
import netseat.state.Database;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * What the API does with the controller's state as a whole: machines and seats that are made and removed, the configuration that is
 * read again, the backup. On worker threads.
 */
final class StateApi {
    private static final Logger log = LoggerFactory.getLogger(StateApi.class);
    private static final Pattern BACKUP = Pattern.compile("backup[0-9]+\\.db(-journal|-wal|-shm)?");
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Path stateFolder;
    private final Database database;
    private final Inventory inventory;
    private final Reload reload;

    StateApi(Path stateFolder, Database database, Inventory inventory, Reload reload) {
        this.stateFolder = stateFolder;
        this.database = database;
        this.inventory = inventory;
        this.reload = reload;
        removeUnsentBackups(stateFolder);
    }

    /** Copies that a controller was making when it was killed: as private as all that is here, but nobody will ask for them. */
    private static void removeUnsentBackups(Path stateFolder) {
        try (DirectoryStream<Path> all = Files.newDirectoryStream(stateFolder, "backup*")) {
            for (Path file : all) {
                if (BACKUP.matcher(String.valueOf(file.getFileName())).matches()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            log.warn("{}: backups that were not sent cannot be removed: {}", stateFolder, e.getMessage());
        }
    }

    void addTo(Router router, HttpApi api) {
        api.withBody(router.post("/api/v1/seats"), this::addSeat);
        api.withBody(
                router.delete("/api/v1/seats/:seat"),
                request -> answer(() -> {
                    inventory.removeSeat(String.valueOf(request.pathParam("seat")));
                    return HttpApi::done;
                }));
        api.withBody(router.post("/api/v1/vms"), this::addMachine);
        api.withBody(
                router.delete("/api/v1/vms/:vm"),
                request -> answer(() -> {
                    inventory.removeMachine(String.valueOf(request.pathParam("vm")));
                    return HttpApi::done;
                }));
        api.withBody(router.post("/api/v1/reload"), request -> reload());
        api.withBody(router.get("/api/v1/backup"), request -> backup());
    }

    private interface Deed {
        HttpApi.Answer done() throws Refusal;
    }

    private static HttpApi.Answer answer(Deed deed) {
        try {
            return deed.done();
        } catch (Refusal e) {
            return HttpApi.failure(e.status(), String.valueOf(e.getMessage()));
        }
    }

    private HttpApi.Answer addSeat(RoutingContext request) {
        JsonObject body = HttpApi.body(request);
        if (body == null || !hasTexts(body, Set.of("name", "vm", "preset")) || body.getString("name") == null) {
            return HttpApi.failure(
                    400, "The body must be {\"name\": \"NAME\"}, with \"vm\" and \"preset\" where it is to have them.");
        }
        return answer(() -> {
            inventory.addSeat(body.getString("name"), body.getString("vm"), body.getString("preset"));
            return HttpApi::done;
        });
    }

    /** Whether there are no fields but these, and each is a text or null. */
    private static boolean hasTexts(JsonObject body, Set<String> fields) {
        return fields.containsAll(body.fieldNames())
                && body.stream().allMatch(field -> field.getValue() == null || field.getValue() instanceof String);
    }

    private HttpApi.Answer addMachine(RoutingContext request) {
        JsonObject body = HttpApi.body(request);
        if (body == null || !(body.getValue("name") instanceof String name)) {
            return HttpApi.failure(
                    400, "The body must be {\"name\": \"NAME\"} and the keys of a VM in the configuration.");
        }
        body.remove("name");
        return answer(() -> {
            inventory.addMachine(name, JSON.readTree(body.encode()));
            return HttpApi::done;
        });
    }

    private HttpApi.Answer reload() {
        try {
            List<String> said = reload.run();
            String text = new JsonObject().put("changes", new JsonArray(said)).encode();
            return request -> HttpApi.json(request, text);
        } catch (DeclarationException e) {
            JsonArray faults = new JsonArray();
            e.faults().forEach(fault -> faults.add(json(fault)));
            JsonObject body = new JsonObject()
                    .put("error", "Nothing has changed, as the configuration makes no sense:\n" + e.getMessage())
                    .put("faults", faults);
            return new HttpApi.Refused(request -> request.response()
                    .setStatusCode(409)
                    .putHeader("Content-Type", "application/json")
                    .end(body.encode()));
        }
    }

    private static JsonObject json(Fault fault) {
        JsonObject json = new JsonObject().put("table", fault.table()).put("words", fault.words());
        fault.file().ifPresent(file -> json.put("file", file.toString()));
        fault.place().ifPresent(place -> json.put("line", place.line()).put("column", place.column()));
        return json;
    }

    /** A copy of the database, which has no name any more when it is sent: nothing of it stays behind, however that ends. */
    private HttpApi.Answer backup() {
        FileChannel copy;
        long length;
        try {
            Path file = Files.createTempFile(stateFolder, "backup", ".db");
            try {
                database.backup(file);
                copy = FileChannel.open(file);
            } finally {
                Files.delete(file);
            }
            length = copy.size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return request -> request.response()
                .putHeader("Content-Type", "application/vnd.sqlite3")
                .putHeader("Content-Disposition", "attachment; filename=\"netseat.db\"")
                .putHeader("Cache-Control", "no-store")
                .putHeader("Content-Length", String.valueOf(length))
                .sendFile(copy, 0, length)
                .onComplete(sent -> close(copy));
    }

    private static void close(FileChannel copy) {
        try {
            copy.close();
        } catch (IOException e) {
            log.warn("closing a backup", e);
        }
    }
}
