package netseat.cli;

import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/**
 * Asks a person for passwords without showing them, or takes them from what a program writes to standard input, a line each. What
 * is missing is {@link ApiCommand#bad}.
 */
final class Secret {
    private final ApiCommand command;
    private final Optional<Console> terminal =
            Optional.ofNullable(System.console()).filter(Console::isTerminal);
    private final BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));

    /** For this command. */
    Secret(ApiCommand command) {
        this.command = command;
    }

    /** One that is there already. */
    String known(String prompt) {
        return terminal.isPresent() ? String.valueOf(typed(terminal.get(), prompt)) : line();
    }

    /** One that is to be: a person types it twice. */
    String chosen(String prompt) {
        if (terminal.isEmpty()) {
            return line();
        }
        char[] typed = typed(terminal.get(), prompt);
        if (!Arrays.equals(typed, typed(terminal.get(), "Again: "))) {
            throw command.bad("that was not the same twice");
        }
        return String.valueOf(typed);
    }

    private char[] typed(Console console, String prompt) {
        char[] typed = console.readPassword("%s", prompt);
        if (typed == null) {
            throw command.bad("no password was typed");
        }
        return typed;
    }

    private String line() {
        try {
            String line = lines.readLine();
            if (line == null || line.isEmpty()) {
                throw command.bad("standard input has no line with a password");
            }
            return line;
        } catch (IOException e) {
            throw command.bad("the password cannot be read: " + e.getMessage());
        }
    }
}
