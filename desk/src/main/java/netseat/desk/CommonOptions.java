package netseat.desk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import netseat.device.DeviceKey;
import netseat.device.LinkMaker;
import netseat.protocol.DeviceId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every subcommand is told alike: which controller, where the key is, and how to be let in. */
public final class CommonOptions {
    private static final String CONTROLLER = "NETSEAT_CONTROLLER";

    @Option(
            names = "--controller",
            paramLabel = "ADDR",
            description =
                    "where the controller listens for devices: HOST or HOST:PORT, tls:// or quic:// before it says by "
                            + "what (without: TLS), alone: wherever a controller is found (default: $" + CONTROLLER
                            + ", else where it was found last, else whatever controller says on the network that it is there)")
    private @Nullable String controller;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "folder for the device's key and the controller it trusts (default: $STATE_DIRECTORY, "
                    + "else $XDG_STATE_HOME/netseat-device or ~/.local/state/netseat-device)")
    private @Nullable Path state;

    @Option(
            names = "--pairing-code",
            paramLabel = "FILE",
            description = "file with a one-time pairing code, - = standard input. The code itself has no place on a "
                    + "command line, which all users of the computer see")
    private @Nullable String pairingCode;

    @Option(
            names = "--trust",
            paramLabel = "ID",
            description = "identifier of the only controller to trust, 64 hexadecimal digits (default: the first one "
                    + "that admits this device)")
    private @Nullable String trust;

    @Option(
            names = "--give-up",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "end when not admitted within this time; 0 = keep trying (default: ${DEFAULT-VALUE})")
    private int giveUp;

    @Option(names = "--no-qr", description = "do not draw the identifier as a QR code")
    private boolean noQr;

    /**
     * This device's key, made at the first start, with the controller that {@code --trust} names trusted.
     *
     * @throws CommandFailure when it cannot be read or made; the message says what to do
     */
    public DeviceKey key() throws CommandFailure {
        try {
            DeviceKey key = DeviceKey.in(folder());
            if (trust != null) {
                key.trust(DeviceId.parse(trust));
            }
            return key;
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(ExitStatus.USAGE, "--trust: " + e.getMessage());
        } catch (IOException e) {
            throw new CommandFailure(ExitStatus.FAULT, "cannot use the folder " + folder() + ": " + e.getMessage());
        }
    }

    /** Says who this device is, short, long and as a QR code. */
    public void introduce(DeviceKey key, PrintStream out) {
        out.println("This device is " + key.id().brief() + ", in full:");
        out.println("  " + key.id());
        if (!noQr) {
            out.println(QrCodeText.of(key.id().toString()));
        }
    }

    /**
     * The way to the controller.
     *
     * @throws CommandFailure when the controller's address makes no sense, or the pairing code cannot be read
     */
    public LinkMaker link(DeviceKey key) throws CommandFailure {
        return way().link(key, code());
    }

    /** For how many seconds to try at most; 0 = for ever. */
    public int giveUpSeconds() {
        return giveUp;
    }

    private Path folder() {
        String home = System.getProperty("user.home", "/");
        String systemd = System.getenv("STATE_DIRECTORY");
        String xdg = System.getenv("XDG_STATE_HOME");
        if (state != null) {
            return state;
        } else if (systemd != null) {
            return Path.of(systemd);
        }
        return (xdg != null ? Path.of(xdg) : Path.of(home, ".local", "state")).resolve("netseat-device");
    }

    private Path remembered() {
        return folder().resolve("home");
    }

    private ControllerWay way() throws CommandFailure {
        String given = controller != null ? controller : System.getenv(CONTROLLER);
        try {
            if (given == null && Files.exists(remembered())) {
                given = Files.readString(remembered()).strip();
            }
        } catch (IOException e) {
            throw new CommandFailure(ExitStatus.FAULT, "cannot read " + remembered() + ": " + e.getMessage());
        }
        if (given == null) {
            return ControllerWay.ANY;
        }
        Optional<ControllerWay> way = ControllerWay.of(given);
        if (way.isEmpty()) {
            throw new CommandFailure(
                    ExitStatus.USAGE,
                    "'" + given
                            + "' is no controller's address: give HOST or HOST:PORT, with tls:// or quic:// before it"
                            + " or nothing");
        }
        remember(given);
        return way.get();
    }

    private void remember(String address) throws CommandFailure {
        try {
            Files.writeString(remembered(), address + "\n");
        } catch (IOException e) {
            throw new CommandFailure(ExitStatus.FAULT, "cannot write " + remembered() + ": " + e.getMessage());
        }
    }

    private Optional<String> code() throws CommandFailure {
        if (pairingCode == null) {
            return Optional.empty();
        }
        try (BufferedReader in = pairingCode.equals("-")
                ? new BufferedReader(new InputStreamReader(System.in, Charset.defaultCharset()))
                : Files.newBufferedReader(Path.of(pairingCode))) {
            String line = in.readLine();
            if (line == null || line.isBlank()) {
                throw new CommandFailure(ExitStatus.USAGE, "there is no pairing code in " + pairingCode);
            }
            return Optional.of(line.strip());
        } catch (IOException e) {
            throw new CommandFailure(
                    ExitStatus.USAGE, "cannot read the pairing code from " + pairingCode + ": " + e.getMessage());
        }
    }
}
