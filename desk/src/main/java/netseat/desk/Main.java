package netseat.desk;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program {@code netseat-device}: a subcommand for each kind of device. Ends with one of {@link ExitStatus}. */
@Command(
        name = "netseat-device",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        version = "netseat-device 0.1.0",
        description = {"Makes this computer's keyboard, mouse and screen peripherals on the network.", ""},
        subcommands = {
            SeatCommand.class,
            KeyboardCommand.class,
            MouseCommand.class,
            TouchCommand.class,
            DisplayCommand.class,
            VirtualCommand.class,
            RecordingCommand.class,
            TrialCommand.class
        })
public final class Main implements Runnable {
    @Spec
    private @Nullable CommandSpec command;

    private Main() {}

    public static void main(String[] arguments) {
        System.exit(line().execute(arguments));
    }

    static CommandLine line() {
        CommandLine line = new CommandLine(new Main());
        line.setParameterExceptionHandler((fault, given) -> {
            PrintWriter err = fault.getCommandLine().getErr();
            err.println(fault.getMessage() + " (see --help)");
            return ExitStatus.USAGE;
        });
        line.setExecutionExceptionHandler((fault, of, given) -> {
            if (fault instanceof CommandFailure failure) {
                of.getErr().println("netseat-device: " + failure.getMessage());
                return failure.status();
            }
            throw fault;
        });
        return line;
    }

    /** Without a subcommand there is nothing to do. */
    @Override
    public void run() {
        if (command != null) {
            throw new ParameterException(command.commandLine(), "which device? Name a subcommand");
        }
    }
}
