package netseat.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/** Asks a person for a password without showing it, or takes the first line of what a program writes to standard input. */
final class Secret {
    private Secret() {}

    /** What was typed; {@link ApiCommand#bad} when there is nothing. */
    static String read(String prompt, ApiCommand command) {
        Optional<Console> terminal = Optional.ofNullable(System.console()).filter(Console::isTerminal);
        if (terminal.isPresent()) {
            char[] typed = terminal.get().readPassword("%s", prompt);
            char[] again = typed == null ? null : terminal.get().readPassword("%s", "Again: ");
            if (typed == null || again == null) {
                throw command.bad("no password was typed");
            }
            if (!Arrays.equals(typed, again)) {
                throw command.bad("that was not the same twice");
            }
            return String.valueOf(typed);
        }
        try {
            String line = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
            if (line == null || line.isEmpty()) {
                throw command.bad("standard input has no line with a password");
            }
            return line;
        } catch (IOException e) {
            throw command.bad("the password cannot be read: " + e.getMessage());
        }
    }
}
