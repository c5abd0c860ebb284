package netseat.server;

import java.io.FileInputStream;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The signal SIGHUP, which services take as "read your configuration again". A program at a terminal gets the same signal when
 * that is closed: then it means to stop, as it always has. By reflection, because the compiler warns of {@code sun.misc} in a way
 * that nothing can silence; where it is missing, SIGHUP stops the program.
 */
final class HangUp {
    private static final Logger log = LoggerFactory.getLogger(HangUp.class);
    private static final Path TERMINAL = Path.of("/dev/tty");

    private HangUp() {}

    /**
     * Calls one of these at each SIGHUP, on a thread of its own.
     *
     * @param reload when the program has no terminal, or has it still
     * @param stop when its terminal has been closed
     */
    static void on(Runnable reload, Runnable stop) {
        boolean atTerminal = hasTerminal();
        try {
            Class<?> signal = Class.forName("sun.misc.Signal");
            Class<?> handler = Class.forName("sun.misc.SignalHandler");
            InvocationHandler handling = (proxy, method, arguments) -> {
                if (atTerminal && !hasTerminal()) {
                    stop.run();
                } else {
                    reload.run();
                }
                return null;
            };
            Object ours = Proxy.newProxyInstance(HangUp.class.getClassLoader(), new Class<?>[] {handler}, handling);
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), ours);
        } catch (ReflectiveOperationException e) {
            log.warn("SIGHUP does not reload the configuration here; POST /api/v1/reload does", e);
        }
    }

    private static boolean hasTerminal() {
        try (FileInputStream _ = new FileInputStream(TERMINAL.toFile())) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }
}
