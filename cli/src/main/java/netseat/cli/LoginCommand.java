package netseat.cli;

import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code netseat login}. */
@Command(
        name = "login",
        description = "Prints a link that logs an administrator in at the console, once, within ten minutes.")
final class LoginCommand extends ApiCommand {
    @Override
    void run(Api api) {
        JsonNode answer = api.ask("login-links", Api.body());
        // In the fragment, which browsers send and log nowhere.
        String link = address().resolve("/login") + "#" + answer.path("token").asString();
        out().println(
                        json()
                                ? Api.body()
                                        .put("link", link)
                                        .put("seconds", answer.path("seconds").asInt())
                                : link);
    }
}
