package netseat.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** {@code netseat preset set|remove|give}. */
@Command(
        name = "preset",
        description = "Makes presets of peripherals, and says whose they are.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {PresetCommand.Set.class, PresetCommand.Remove.class, PresetCommand.Give.class})
final class PresetCommand implements Runnable {
    private static final String KEYS = "keys.";

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "set, remove or give?");
    }

    @Command(
            name = "set",
            description = "Makes a preset, or makes it anew: what is not named is as devices have it.",
            footer = {
                "",
                "Fields: keys.KEY, repeat, repeat-delay, repeat-rate, pointer-speed, pointer-acceleration, handedness,",
                "wheel, wheel-speed, size, largest-size, depth, blank-after; docs/operations.md says what each can be."
            })
    static final class Set extends ApiCommand {
        @Parameters(index = "0", paramLabel = "NAME", description = "the preset's name")
        private String name = "";

        @Parameters(
                index = "1..*",
                paramLabel = "FIELD=VALUE",
                description = "such as pointer-speed=1.5 or keys.CAPSLOCK=LEFTCTRL")
        private List<String> fields = new ArrayList<>();

        @Override
        void run(Api api) {
            ObjectNode body = Api.body();
            for (String field : fields) {
                int equals = field.indexOf('=');
                if (equals <= 0) {
                    throw bad("\"" + field + "\" is no FIELD=VALUE");
                }
                String key = field.substring(0, equals);
                String value = field.substring(equals + 1);
                if (key.startsWith(KEYS)) {
                    body.withObject("keys").put(key.substring(KEYS.length()), value);
                } else {
                    body.put(key, value);
                }
            }
            api.put("presets/" + Api.part(name), body);
        }
    }

    @Command(name = "remove", description = "Removes a preset that nobody has.")
    static final class Remove extends ApiCommand {
        @Parameters(paramLabel = "NAME", description = "the preset's name")
        private String name = "";

        @Override
        void run(Api api) {
            api.delete("presets/" + Api.part(name));
        }
    }

    @Command(name = "give", description = "Gives a seat or a device a preset, or none.")
    static final class Give extends ApiCommand {
        @Option(names = "--seat", paramLabel = "SEAT", description = "a seat: all of its peripherals have it")
        private @Nullable String seat;

        @Option(names = "--device", paramLabel = "DEVICE", description = "a device, which then goes by its own")
        private @Nullable String device;

        @Parameters(arity = "0..1", paramLabel = "NAME", description = "the preset's name; left out: none")
        private @Nullable String name;

        @Override
        void run(Api api) {
            if ((seat == null) == (device == null)) {
                throw bad("either --seat or --device");
            }
            String whose = seat != null
                    ? "seats/" + Api.part(seat)
                    : "devices/" + DeviceLookup.find(api, Objects.requireNonNull(device));
            api.post(whose + "/preset", Api.body().put("preset", name));
        }
    }
}
