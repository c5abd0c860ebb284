package netseat.cli;

import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code netseat vm ACTION VM}: power, and which VMs there are. */
@Command(
        name = "vm",
        mixinStandardHelpOptions = true,
        description = "Controls a VM's power, or makes or removes one.",
        synopsisSubcommandLabel = "ACTION",
        subcommands = {VmAddCommand.class, VmRemoveCommand.class},
        footer = {"", "power-button asks the guest to shut down; stop ends the VM as pulling the plug does."})
final class VmCommand extends GroupCommand {
    private static final List<Map.Entry<String, String>> ACTIONS = List.of(
            Map.entry("start", "Starts a VM."),
            Map.entry("stop", "Ends a VM as pulling the plug does."),
            Map.entry("reset", "Presses a VM's reset button."),
            Map.entry("pause", "Lets a VM stand still."),
            Map.entry("resume", "Lets a paused VM go on."),
            Map.entry("power-button", "Presses a VM's power button; the guest decides."));

    /** Adds a command for each thing that can be done with the power. */
    static void addActions(CommandLine vm) {
        for (Map.Entry<String, String> action : ACTIONS) {
            CommandLine line = new CommandLine(new VmPowerCommand(action.getKey()));
            line.getCommandSpec().usageMessage().description(action.getValue());
            vm.addSubcommand(action.getKey(), line);
        }
    }
}
