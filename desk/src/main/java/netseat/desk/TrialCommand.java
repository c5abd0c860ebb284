package netseat.desk;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.BitSet;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import netseat.device.DeviceKey;
import netseat.device.DeviceLink;
import netseat.device.TlsDeviceLink;
import netseat.linux.Evdev;
import netseat.linux.InputAbilities;
import picocli.CommandLine.Command;

/**
 * Does once what every device does, with itself as the controller. The package's launcher keeps what the JVM loads and
 * links meanwhile, and gives it to each later start.
 */
@Command(
        name = "trial",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "Tries this program with itself: whether it runs on this computer.",
            "Run as whoever owns the program's folder it also makes later starts quicker, for some 25 MB there."
        })
final class TrialCommand implements Callable<Integer> {
    private final PrintStream out = System.out;

    @Override
    public Integer call() throws IOException, GeneralSecurityException, CommandFailure, InterruptedException {
        Path folder = Files.createTempDirectory("netseat-trial");
        try {
            DeviceKey key = DeviceKey.in(folder.resolve("state"));
            new CommonOptions().introduce(key, out);
            Peripherals peripherals = new Peripherals();
            DisplayPeripheral display = new DisplayPeripheral(new NoMonitor(), 1, peripherals, () -> {}, out);
            peripherals.add(display);
            BitSet keys = new BitSet();
            keys.set(Evdev.KEY_Q);
            BitSet none = new BitSet();
            KeyboardPeripheral keyboard = new KeyboardPeripheral(
                    new InputAbilities("trial", 0, 0, 0, "", keys, none, none, keys, none, none),
                    peripherals,
                    () -> {},
                    () -> {});
            peripherals.add(keyboard);
            Set<InputKind> kinds = EnumSet.allOf(InputKind.class);
            try (InputLoop loop = new InputLoop(folder, kinds, Set.of(), peripherals, () -> {}, out);
                    TrialController controller = new TrialController(key.id())) {
                loop.start();
                Announcer announcer = new Announcer(new DeskEnd(peripherals), out);
                DeviceLink link = TlsDeviceLink.to(key, controller.address()).open(announcer);
                controller.serve();
                keyboard.event(Evdev.EV_KEY, Evdev.KEY_Q, 1);
                keyboard.event(Evdev.EV_KEY, Evdev.KEY_Q, 0);
                announcer.end();
                link.close();
            }
            display.close();
            return ExitStatus.OK;
        } finally {
            remove(folder);
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private record NoMonitor() implements Monitor, Screen {
        @Override
        public String name() {
            return "trial";
        }

        @Override
        public String maker() {
            return "";
        }

        @Override
        public String model() {
            return "";
        }

        @Override
        public String serial() {
            return "";
        }

        @Override
        public int width() {
            return 800;
        }

        @Override
        public int height() {
            return 600;
        }

        @Override
        public int refresh() {
            return 60;
        }

        @Override
        public Screen show() {
            return this;
        }

        @Override
        public void put(int x, int y, int[] pixels, int from, int count) {}

        @Override
        public void written(int x, int y, int width, int height) {}

        @Override
        public void close() {}
    }
}
