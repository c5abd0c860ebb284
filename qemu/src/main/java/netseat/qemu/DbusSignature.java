package netseat.qemu;

/**
 * Type signatures as the D-Bus specification ("Type System") defines them.
 *
 * @see <a href="https://dbus.freedesktop.org/doc/dbus-specification.html#type-system">the specification</a>
 */
final class DbusSignature {
    /** The deepest nesting of arrays, structs and variants taken; the specification allows 64, nobody sends 4. */
    static final int MAX_DEPTH = 16;

    private DbusSignature() {}

    /**
     * The end of the one complete type that starts at {@code from}.
     *
     * @throws DbusException when there is none
     */
    static int end(String signature, int from) throws DbusException {
        return end(signature, from, 0);
    }

    private static int end(String signature, int from, int depth) throws DbusException {
        if (from >= signature.length() || depth > MAX_DEPTH) {
            throw new DbusException("bad signature \"" + signature + '"');
        }
        return switch (signature.charAt(from)) {
            case 'y', 'b', 'n', 'q', 'i', 'u', 'x', 't', 'd', 's', 'o', 'g', 'v', 'h' -> from + 1;
            case 'a' -> end(signature, from + 1, depth + 1);
            case '(' -> closing(signature, from, ')', depth);
            case '{' -> closing(signature, from, '}', depth);
            default -> throw new DbusException("bad signature \"" + signature + '"');
        };
    }

    private static int closing(String signature, int from, char closing, int depth) throws DbusException {
        int at = from + 1;
        do {
            at = end(signature, at, depth + 1);
        } while (at < signature.length() && signature.charAt(at) != closing);
        if (at >= signature.length()) {
            throw new DbusException("bad signature \"" + signature + '"');
        }
        return at + 1;
    }

    /** What the values of a type start at a multiple of. */
    static int alignment(char type) {
        return switch (type) {
            case 'y', 'g', 'v' -> 1;
            case 'n', 'q' -> 2;
            case 'x', 't', 'd', '(', '{' -> 8;
            default -> 4;
        };
    }
}
