package netseat.automation;

/**
 * A line of a script.
 *
 * @param line its number, from 1
 * @param words the line for people; what is typed is left out, for it may be a secret
 */
public record Step(int line, String words, Command command) {}
