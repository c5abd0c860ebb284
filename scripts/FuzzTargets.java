import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Several fuzz targets as one, for Jazzer: an input's first byte says which of them gets the rest. Starting Jazzer takes
 * longer than a short search, so {@code scripts/fuzz --fixed} starts it once for a module. The system property
 * {@code targets} names them, CLASS.METHOD, with commas between; each is a method of one byte array.
 */
public final class FuzzTargets {
    private static final List<Target> TARGETS = new ArrayList<>();

    private FuzzTargets() {}

    private static final class Target {
        private final String name;
        private final Object object;
        private final Method method;
        private int runs;

        Target(String name) throws ReflectiveOperationException {
            int dot = name.lastIndexOf('.');
            Constructor<?> constructor = Class.forName(name.substring(0, dot)).getDeclaredConstructor();
            constructor.setAccessible(true);
            this.name = name.substring(name.lastIndexOf('.', dot - 1) + 1);
            object = constructor.newInstance();
            method = object.getClass().getDeclaredMethod(name.substring(dot + 1), byte[].class);
            method.setAccessible(true);
        }

        void run(byte[] input) throws Throwable {
            runs++;
            try {
                method.invoke(object, (Object) input);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }
    }

    /** Called by Jazzer before the first input. */
    public static void fuzzerInitialize() throws ReflectiveOperationException {
        for (String name : System.getProperty("targets").split(",", -1)) {
            TARGETS.add(new Target(name));
        }
    }

    /** Called by Jazzer for each input. */
    public static void fuzzerTestOneInput(byte[] input) throws Throwable {
        if (input.length > 0) {
            TARGETS.get((input[0] & 0xFF) % TARGETS.size()).run(Arrays.copyOfRange(input, 1, input.length));
        }
    }

    /** Called by Jazzer at the end. */
    public static void fuzzerTearDown() {
        TARGETS.forEach(target -> System.out.printf("runs of %s: %d%n", target.name, target.runs));
    }
}
