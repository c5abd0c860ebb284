package netseat.server;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import netseat.access.Access;
import netseat.configuration.Declaration;
import netseat.configuration.DeclarationException;
import netseat.configuration.DeclarationFile;
import netseat.controller.AddressRange;
import netseat.controller.Controller;
import netseat.hypervisor.Hypervisor;
import netseat.hypervisor.VirtualMachineException;
import netseat.protocol.Protocol;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program: options in, a running controller out. Exit status 2 for bad options, 1 when it cannot start. */
@Command(
        name = "run",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        version = "netseat " + Main.VERSION,
        description = {
            "Starts the Netseat controller: screens, keyboards and mice on the network, plugged into virtual machines.",
            "Without options it starts three demo machines and two seats; open the printed address in a browser.",
            ""
        },
        footer = {"", "Ctrl-C stops the controller and its virtual machines."})
public final class Main implements Callable<Integer> {
    static final String VERSION = "0.1.0";

    private static final int DEFAULT_PORT = 7880;
    private static final int MOST_LINKS = 100_000;

    @Spec
    private @Nullable CommandSpec command;

    @Option(
            names = "--port",
            paramLabel = "N",
            defaultValue = "" + DEFAULT_PORT,
            description = "port to listen on, 0 = any free one (default: ${DEFAULT-VALUE})")
    private int port;

    @Option(
            names = "--bind",
            paramLabel = "ADDR",
            defaultValue = "127.0.0.1",
            description =
                    "address to listen on, 0.0.0.0 = all; any but a loopback address by HTTPS (default: ${DEFAULT-VALUE})")
    private String bind = "";

    @Option(
            names = "--device-port",
            paramLabel = "N",
            defaultValue = "" + Protocol.DEFAULT_PORT,
            description = "port for devices, TCP (TLS) and UDP (QUIC), 0 = any free one (default: ${DEFAULT-VALUE})")
    private int devicePort;

    @Option(
            names = "--device-bind",
            paramLabel = "ADDR",
            defaultValue = "127.0.0.1",
            description = "address to listen on for devices, 0.0.0.0 = all (default: ${DEFAULT-VALUE})")
    private String deviceBind = "";

    @Option(
            names = "--announce",
            negatable = true,
            description = "say on the network by mDNS that the controller is here (default: only if --device-bind is no"
                    + " loopback address)")
    private @Nullable Boolean announce;

    @Option(
            names = "--plain-from",
            paramLabel = "RANGE",
            description =
                    "takes devices without TLS from this network, such as 192.0.2.0/24; may be repeated. Whoever is"
                            + " there can read their keys and type in their place (docs/security.md)")
    private List<String> plainFrom = new ArrayList<>();

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "folder for what is kept between starts (default: $XDG_STATE_HOME/netseat or "
                    + "~/.local/state/netseat)")
    private @Nullable Path state;

    @Option(
            names = "--media",
            paramLabel = "DIR",
            description =
                    "folder of the CD images that may be put into VMs' drives (default: media in the state folder)")
    private @Nullable Path media;

    @Option(names = "--iso", paramLabel = "FILE", description = "one more VM that boots this CD image; may be repeated")
    private List<Path> isos = new ArrayList<>();

    @Option(
            names = "--disk",
            paramLabel = "FILE",
            description = "one more VM that boots this disk image, qcow2 or raw; may be repeated")
    private List<Path> disks = new ArrayList<>();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "TOML file that declares more VMs and seats (docs/operations.md)")
    private @Nullable Path config;

    @Option(names = "--no-demo", description = "without the demo machines and seats")
    private boolean noDemo;

    @Option(names = "--demo", hidden = true, paramLabel = "FILE", description = "where the demo is declared")
    private @Nullable Path demo;

    @Option(
            names = "--max-links",
            paramLabel = "N",
            defaultValue = "" + Controller.DEFAULT_MAX_LINKS,
            description = "most links of devices and pages at a time (default: ${DEFAULT-VALUE})")
    private int maxLinks;

    private final UnaryOperator<Hypervisor> beside;

    private Main(UnaryOperator<Hypervisor> beside) {
        this.beside = beside;
    }

    public static void main(String[] arguments) {
        System.exit(execute(UnaryOperator.identity(), arguments));
    }

    /**
     * Runs the program with another hypervisor, and returns when it cannot start.
     *
     * @param beside is given QEMU's hypervisor and returns the one to use: the same, or one that has it behind it
     * @return the exit status
     */
    public static int execute(UnaryOperator<Hypervisor> beside, String... arguments) {
        CommandLine line = new CommandLine(new Main(beside));
        line.setParameterExceptionHandler((fault, given) -> {
            PrintWriter err = fault.getCommandLine().getErr();
            err.println(fault.getMessage() + " (see --help)");
            return CommandLine.ExitCode.USAGE;
        });
        return line.execute(arguments);
    }

    @Override
    public Integer call() throws InterruptedException {
        checkOptions();
        Declaration declaration;
        try {
            declaration = declaration();
        } catch (DeclarationException e) {
            System.err.println(e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        NetseatServer server;
        int listening;
        try {
            server = new NetseatServer(
                    stateFolder(),
                    Optional.ofNullable(media),
                    declaration,
                    this::declaration,
                    !isLoopback(bind),
                    beside);
        } catch (VirtualMachineException e) {
            return cannotStart(String.valueOf(e.getMessage()));
        }
        server.limitLinks(maxLinks).ifPresent(advice -> System.err.println("netseat: " + advice));
        try {
            listening = server.listen(bind, port);
        } catch (IOException e) {
            server.stop();
            return cannotStart(
                    "cannot listen on " + bind + " port " + port + ": " + words(e) + "; choose another with --port");
        }
        int devices;
        try {
            devices = server.listenForDevices(deviceBind, devicePort);
        } catch (IOException e) {
            server.stop();
            return cannotStart("cannot listen for devices on " + deviceBind + " port " + devicePort + ": " + words(e)
                    + "; choose others with --device-bind and --device-port");
        }
        if (announces()) {
            server.announce(deviceBind, devices);
        }
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndHalt(server), "stop"));
        HangUp.on(server::reloadLater, () -> System.exit(CommandLine.ExitCode.OK));
        server.startMachines();
        System.out.println(
                "Devices connect to port " + devices + "; the controller's identifier is " + server.identity());
        server.firstPassword()
                .ifPresent(password -> System.out.println("First start: the administrator is \"" + Access.FIRST_USER
                        + "\" with the password " + password + " (shown only now)"));
        server.keys()
                .ifPresent(
                        keys -> System.out.println("The pages' certificate has the fingerprint " + keys.fingerprint()));
        String page = page(server, listening);
        System.out.println("Netseat is ready: " + page);
        System.out.println("This link logs you in, once, within " + Access.linkSeconds() / 60 + " minutes: " + page
                + "login#" + server.loginLink());
        stopped.await(); // for ever: a signal runs the hook
        return CommandLine.ExitCode.OK;
    }

    /** Where a browser finds it. */
    private String page(NetseatServer server, int listening) {
        String host = isLoopback(bind)
                ? "localhost"
                : server.keys().stream()
                        .flatMap(keys -> keys.names().stream())
                        .filter(name -> !name.startsWith("*") && !name.equals("localhost"))
                        .findFirst()
                        .orElse(NetseatServer.hostName());
        return (server.keys().isPresent() ? "https://" : "http://") + host + ":" + listening + "/";
    }

    private static boolean isLoopback(String address) {
        try {
            return InetAddress.getByName(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false; // it will not be listened on either
        }
    }

    /** An orderly stop by SIGINT or SIGTERM is a success; without the halt the JVM would report the signal. */
    private static void stopAndHalt(NetseatServer server) {
        System.err.println("Stopping the virtual machines…");
        server.stop();
        Runtime.getRuntime().halt(CommandLine.ExitCode.OK);
    }

    private static String words(IOException e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return String.valueOf(cause.getMessage());
    }

    private static int cannotStart(String why) {
        System.err.println("netseat: " + why);
        return CommandLine.ExitCode.SOFTWARE;
    }

    private void checkOptions() {
        checkPort("--port", port);
        checkPort("--device-port", devicePort);
        if (maxLinks < 1 || maxLinks > MOST_LINKS) {
            throw bad("--max-links must be 1 to " + MOST_LINKS + ", not " + maxLinks);
        }
        try {
            InetAddress.getByName(bind);
        } catch (UnknownHostException e) {
            throw bad("--bind " + bind + " is no address of this host");
        }
        isos.forEach(file -> checkImage("--iso", file));
        disks.forEach(file -> checkImage("--disk", file));
    }

    private boolean announces() {
        return announce == null ? !isLoopback(deviceBind) : announce;
    }

    private void checkPort(String option, int value) {
        if (value < 0 || value > 0xFFFF) {
            throw bad(option + " must be 0 to 65535, not " + value);
        }
    }

    private void checkImage(String option, Path file) {
        if (!Files.isRegularFile(file)) {
            throw bad(option + " " + file + ": there is no such file");
        }
        if (!Files.isReadable(file)) {
            throw bad(option + " " + file + ": you may not read this file");
        }
    }

    private Declaration declaration() throws DeclarationException {
        List<Path> files = new ArrayList<>();
        if (demo != null && !noDemo) {
            files.add(demo);
        }
        if (config != null) {
            files.add(config);
        }
        return DeclarationFile.read(files, this::addOptions);
    }

    /** What the command line declares besides the files. */
    private void addOptions(Declaration declaration) {
        isos.forEach(file -> declaration.addImage(file, true));
        disks.forEach(file -> declaration.addImage(file, false));
        declaration.addDefaultSeats();
        for (String range : plainFrom) {
            try {
                declaration.plainFrom().add(AddressRange.parse(range));
            } catch (IllegalArgumentException e) {
                throw bad("--plain-from: " + e.getMessage());
            }
        }
    }

    private Path stateFolder() {
        if (state != null) {
            return state.toAbsolutePath().normalize();
        }
        String base = System.getenv("XDG_STATE_HOME");
        return base != null && !base.isEmpty()
                ? Path.of(base, "netseat")
                : Path.of(System.getProperty("user.home"), ".local", "state", "netseat");
    }

    private ParameterException bad(String message) {
        return new ParameterException(Objects.requireNonNull(command).commandLine(), message);
    }
}
