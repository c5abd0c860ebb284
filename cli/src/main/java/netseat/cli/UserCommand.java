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

/** {@code netseat user}: who may log in. */
@Command(
        name = "user",
        description = "Lists and changes who may log in.",
        subcommands = {
            UserCommand.All.class,
            UserCommand.Add.class,
            UserCommand.Remove.class,
            UserCommand.Password.class,
            UserCommand.As.class
        })
final class UserCommand extends Group {
    private static final String ROLES = "administrator, operator, user or viewer";

    /** {@code netseat user list}. */
    @Command(name = "list", description = "Lists the users.")
    static final class All extends ApiCommand {
        @Override
        void run(Api api) {
            JsonNode all = api.get("users");
            if (json()) {
                out().println(all.path("users"));
                return;
            }
            Table table = new Table("USER", "ROLE", "SEATS", "VMS", "LOG-IN");
            for (JsonNode user : all.path("users")) {
                table.row(
                        user.path("name").asString(),
                        user.path("role").asString(),
                        joined(user.path("seats")),
                        joined(user.path("vms")),
                        user.path("provider").asString(user.path("password").asBoolean() ? "password" : "none"));
            }
            table.print(out(), "No users.");
        }
    }

    private static String joined(JsonNode names) {
        StringJoiner joined = new StringJoiner(", ");
        names.forEach(name -> joined.add(name.asString()));
        return joined.toString();
    }

    /** What a user's role and lists are given by. */
    abstract static class Change extends ApiCommand {
        @Option(
                names = "--seat",
                paramLabel = "NAME",
                description = "a seat of theirs, * in it stands for anything; may be repeated")
        private List<String> seats = new ArrayList<>();

        @Option(
                names = "--vm",
                paramLabel = "NAME",
                description = "a VM of theirs, * in it stands for anything; may be repeated")
        private List<String> vms = new ArrayList<>();

        final ObjectNode lists() {
            ObjectNode body = Api.body();
            put(body, "seats", seats);
            put(body, "vms", vms);
            return body;
        }

        private static void put(ObjectNode body, String key, List<String> names) {
            if (!names.isEmpty()) {
                ArrayNode list = body.putArray(key);
                names.forEach(list::add);
            }
        }
    }

    /** {@code netseat user add NAME}. */
    @Command(
            name = "add",
            description = "Adds a user; the password is asked for, or read from standard input.",
            footer = {
                "",
                "An administrator needs no lists. Without lists, an operator or viewer has all seats and VMs,",
                "and a user none."
            })
    static final class Add extends Change {
        @Parameters(paramLabel = "NAME", description = "the user's name")
        private String name = "";

        @Option(names = "--role", paramLabel = "ROLE", required = true, description = ROLES)
        private String role = "";

        @Option(names = "--no-password", description = "for one who acts by tokens alone, or logs in another way")
        private boolean noPassword;

        @Override
        void run(Api api) {
            ObjectNode body = lists().put("name", name).put("role", role);
            if (!noPassword) {
                body.put("password", new Secret(this).chosen("Password of " + name + ": "));
            }
            api.post("users", body);
        }
    }

    /** {@code netseat user remove NAME}. */
    @Command(name = "remove", description = "Removes a user, with sessions and tokens.")
    static final class Remove extends ApiCommand {
        @Parameters(paramLabel = "NAME", description = "the user's name")
        private String name = "";

        @Override
        void run(Api api) {
            api.delete("users/" + Api.part(name));
        }
    }

    /** {@code netseat user password [NAME]}. */
    @Command(
            name = "password",
            description = {
                "Changes a password, which is asked for, or read from standard input, and ends the user's sessions.",
                "With a NAME, as an administrator, that user's. Without one your own, for the",
                "old one, which is asked for first, or stands in a line of its own."
            })
    static final class Password extends ApiCommand {
        @Parameters(paramLabel = "NAME", arity = "0..1", description = "the user's name (default: your own)")
        private @Nullable String name;

        @Override
        void run(Api api) {
            Secret secret = new Secret(this);
            if (name != null) {
                String password = secret.chosen("New password of " + name + ": ");
                api.put("users/" + Api.part(name), Api.body().put("password", password));
                return;
            }
            JsonNode session = api.get("session");
            String user = session.path("user").asString();
            if (!session.path("password").asBoolean()) {
                throw bad(user + " logs in without a password; whose is to be changed? Give a NAME");
            }
            String old = secret.known("Old password of " + user + ": ");
            api.put(
                    "session/password",
                    Api.body().put("old", old).put("new", secret.chosen("New password of " + user + ": ")));
        }
    }

    /** {@code netseat user role NAME [ROLE]}. */
    @Command(name = "role", description = "Gives a user another role, or other lists; a list is given whole.")
    static final class As extends Change {
        @Parameters(index = "0", paramLabel = "NAME", description = "the user's name")
        private String name = "";

        @Parameters(index = "1", arity = "0..1", paramLabel = "ROLE", description = ROLES + " (default: as it is)")
        private @Nullable String role;

        @Override
        void run(Api api) {
            ObjectNode body = lists();
            if (role != null) {
                body.put("role", role);
            }
            if (body.isEmpty()) {
                throw bad("what is to be different? A ROLE, --seat or --vm");
            }
            api.put("users/" + Api.part(name), body);
        }
    }
}
