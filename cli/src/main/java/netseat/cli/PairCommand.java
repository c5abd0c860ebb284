package netseat.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code netseat pair SEAT}. */
@Command(
        name = "pair",
        description = "Makes a code by which one device, at which it is typed within ten minutes, joins a seat.")
final class PairCommand extends ApiCommand {
    @Parameters(paramLabel = "SEAT", description = "the seat")
    private String seat = "";

    @Override
    void run(Api api) {
        JsonNode answer = api.ask("pairing-codes", Api.body().put("seat", seat));
        out().println(json() ? answer.toString() : answer.path("code").asString());
    }
}
