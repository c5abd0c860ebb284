package netseat.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code netseat token}: by what programs act for a user. */
@Command(
        name = "token",
        description = "Lists, makes and removes tokens, by which programs act for a user.",
        subcommands = {TokenCommand.All.class, TokenCommand.Add.class, TokenCommand.Remove.class})
final class TokenCommand extends Group {
    /** {@code netseat token list}. */
    @Command(name = "list", description = "Lists the tokens, without their secrets.")
    static final class All extends ApiCommand {
        @Override
        void run(Api api) {
            JsonNode all = api.get("tokens");
            if (json()) {
                out().println(all.path("tokens"));
                return;
            }
            Table table = new Table("TOKEN", "NAME", "USER", "SCOPES", "MADE", "LAST USED");
            for (JsonNode token : all.path("tokens")) {
                StringJoiner scopes = new StringJoiner(", ");
                token.path("scopes").forEach(scope -> scopes.add(scope.asString()));
                table.row(
                        token.path("id").asString(),
                        token.path("name").asString(),
                        token.path("user").asString(),
                        scopes.toString(),
                        token.path("made").asString(),
                        token.path("lastUsed").asString());
            }
            table.print(out(), "No tokens.");
        }
    }

    /** {@code netseat token add NAME}. */
    @Command(
            name = "add",
            description = "Makes a token and prints its secret, which nobody sees again.",
            footer = {"", "Scopes: read, plug, power, input, admin. A token never does more than its user may."})
    static final class Add extends ApiCommand {
        @Parameters(paramLabel = "NAME", description = "what it is for")
        private String name = "";

        @Option(
                names = "--scope",
                paramLabel = "SCOPE",
                required = true,
                description = "what it may be used for; may be repeated")
        private List<String> scopes = new ArrayList<>();

        @Option(names = "--user", paramLabel = "USER", description = "whose it is (default: yours)")
        private @Nullable String user;

        @Override
        void run(Api api) {
            ObjectNode body = Api.body().put("name", name);
            ArrayNode list = body.putArray("scopes");
            scopes.forEach(list::add);
            if (user != null) {
                body.put("user", user);
            }
            JsonNode made = api.ask("tokens", body);
            out().println(json() ? made.toString() : made.path("token").asString());
        }
    }

    /** {@code netseat token remove TOKEN}. */
    @Command(name = "remove", description = "Removes a token.")
    static final class Remove extends ApiCommand {
        @Parameters(paramLabel = "TOKEN", description = "the token, as the list has it")
        private String token = "";

        @Override
        void run(Api api) {
            api.delete("tokens/" + Api.part(token));
        }
    }
}
