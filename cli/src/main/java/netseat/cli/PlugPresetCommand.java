package netseat.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code netseat plug-preset list|save|apply|remove}. */
@Command(
        name = "plug-preset",
        mixinStandardHelpOptions = true,
        description = "Keeps what every seat is plugged into under a name, and plugs them all at once again.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            PlugPresetCommand.ListThem.class,
            PlugPresetCommand.Save.class,
            PlugPresetCommand.Apply.class,
            PlugPresetCommand.Remove.class
        })
final class PlugPresetCommand extends GroupCommand {
    private static String path(String name) {
        return "plug-presets/" + Api.part(name);
    }

    @Command(name = "list", description = "Lists the presets of plugs, and what each plugs into what.")
    static final class ListThem extends ApiCommand {
        @Override
        void run(Api api) {
            JsonNode all = api.get("plug-presets").path("presets");
            if (json()) {
                out().println(all);
                return;
            }
            Table table = new Table("NAME", "PLUGS", "DECLARED");
            for (JsonNode preset : all) {
                List<String> plugs = new ArrayList<>();
                for (Map.Entry<String, JsonNode> plug : preset.path("plugs").properties()) {
                    plugs.add(PlugWord.of(plug.getKey(), plug.getValue()));
                }
                table.row(
                        preset.path("name").asString(),
                        String.join(" ", plugs),
                        preset.path("declared").asBoolean() ? "yes" : "");
            }
            table.print(out(), "No presets of plugs.");
        }
    }

    @Command(name = "save", description = "Keeps the plugs of this moment under a name, or those that are given.")
    static final class Save extends ApiCommand {
        @Parameters(paramLabel = "NAME", description = "the name: letters, digits, '-' and '_'")
        private String name = "";

        @Option(
                names = "--plug",
                paramLabel = "SEAT=VM[:HEAD][:observe]",
                description = {
                    "only this plug: into a VM, one head of it, or only watching; SEAT= for none.",
                    "May be repeated (default: all that is plugged now, and how)"
                })
        private List<String> plugs = new ArrayList<>();

        @Override
        void run(Api api) {
            ObjectNode body = Api.body();
            if (!plugs.isEmpty()) {
                ObjectNode wanted = body.putObject("plugs");
                for (String plug : plugs) {
                    if (!PlugWord.put(plug, wanted)) {
                        throw bad(
                                "--plug is SEAT=VM, SEAT=VM:HEAD, SEAT=VM:observe or SEAT=VM:HEAD:observe, or SEAT= for"
                                        + " none, not " + plug);
                    }
                }
            }
            api.put(path(name), body);
        }
    }

    @Command(
            name = "apply",
            description = "Plugs every seat as a preset says: all of them, or none with what is missing.")
    static final class Apply extends ApiCommand {
        @Parameters(paramLabel = "NAME", description = "the preset")
        private String name = "";

        @Override
        void run(Api api) {
            api.post(path(name) + "/apply", Api.body());
        }
    }

    @Command(name = "remove", description = "Removes a preset of plugs; nothing is replugged.")
    static final class Remove extends ApiCommand {
        @Parameters(paramLabel = "NAME", description = "the preset")
        private String name = "";

        @Override
        void run(Api api) {
            api.delete(path(name));
        }
    }
}
