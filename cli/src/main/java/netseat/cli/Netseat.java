package netseat.cli;

import java.io.PrintWriter;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code netseat}: one subcommand for each thing that an administrator does. */
@Command(
        name = "netseat",
        mixinStandardHelpOptions = true,
        version = "netseat 0.1.0",
        description = {"Administers a running Netseat controller.", ""},
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            StatusCommand.class,
            VmsCommand.class,
            SeatsCommand.class,
            PeripheralsCommand.class,
            DevicesCommand.class,
            PlugCommand.class,
            UnplugCommand.class,
            BroadcastCommand.class,
            AdmitCommand.class,
            RevokeCommand.class,
            IdentifyCommand.class,
            PairCommand.class,
            ScreenshotCommand.class,
            TypeCommand.class,
            PressCommand.class,
            MediaCommand.class,
            InsertCommand.class,
            EjectCommand.class,
            PresetsCommand.class,
            PresetCommand.class,
            VmCommand.class,
            SeatCommand.class,
            PlugPresetCommand.class,
            ReloadCommand.class,
            BackupCommand.class,
            CheckCommand.class,
            UserCommand.class,
            TokenCommand.class,
            LoginCommand.class,
            AuditCommand.class,
            DoctorCommand.class,
            AutoComplete.GenerateCompletion.class
        },
        footer = {
            "",
            "Exit status: 0 done, 1 the controller refused, 2 the command makes no sense, 3 no controller answers.",
            "Completion for this shell: source <(netseat generate-completion)"
        })
public final class Netseat implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    private Netseat() {}

    public static void main(String[] arguments) {
        System.exit(line().execute(arguments));
    }

    /** The command line, ready to be executed. */
    static CommandLine line() {
        CommandLine line = new CommandLine(new Netseat());
        VmCommand.addActions(Objects.requireNonNull(line.getSubcommands().get("vm")));
        line.setParameterExceptionHandler((fault, given) -> {
            PrintWriter err = fault.getCommandLine().getErr();
            err.println("netseat: " + fault.getMessage() + " (see --help)");
            return ExitStatus.USAGE;
        });
        line.setExecutionExceptionHandler((fault, command, parsed) -> {
            if (fault instanceof ApiException refused) {
                String words = String.valueOf(refused.getMessage()); // of several lines where it is about a file
                command.getErr()
                        .println("netseat: "
                                + words.lines().map(Table::printable).collect(Collectors.joining("\n")));
                return refused.exitStatus();
            }
            throw fault;
        });
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "which command?");
    }
}
