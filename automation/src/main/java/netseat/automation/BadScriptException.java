package netseat.automation;

/** A script cannot be run; nothing of it has been. The message names the line. */
public final class BadScriptException extends Exception {
    BadScriptException(int line, String message) {
        super("line " + line + ": " + message);
    }
}
