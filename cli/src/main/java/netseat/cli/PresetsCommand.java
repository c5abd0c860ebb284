package netseat.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import tools.jackson.databind.JsonNode;

/** {@code netseat presets}. */
@Command(name = "presets", description = "Lists the presets of peripherals, and what each says.")
final class PresetsCommand extends ApiCommand {
    @Override
    void run(Api api) {
        JsonNode presets = api.get("presets");
        if (json()) {
            out().println(presets);
            return;
        }
        Table table = new Table("PRESET", "FIELDS", "MADE");
        presets.properties().forEach(preset -> {
            List<String> fields = new ArrayList<>();
            preset.getValue().path("fields").properties().forEach(field -> {
                if (field.getValue().isObject()) {
                    field.getValue()
                            .properties()
                            .forEach(key -> fields.add(field.getKey() + "." + key.getKey() + "="
                                    + key.getValue().asString()));
                } else {
                    fields.add(field.getKey() + "=" + field.getValue().asString());
                }
            });
            boolean declared = preset.getValue().path("declared").asBoolean();
            table.row(preset.getKey(), String.join(" ", fields), declared ? "in the configuration" : "here");
        });
        table.print(out(), "No presets. Make one: netseat preset set NAME pointer-speed=1.5 keys.CAPSLOCK=LEFTCTRL");
    }
}
