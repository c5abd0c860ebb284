package netseat.desk;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import netseat.automation.BadScriptException;
import netseat.automation.JsonReport;
import netseat.automation.LineReport;
import netseat.automation.NoLinkException;
import netseat.automation.Robot;
import netseat.automation.Script;
import netseat.automation.ScriptRunner;
import netseat.automation.StepReport;
import netseat.device.DeviceKey;
import netseat.device.LinkMaker;
import netseat.device.SeatAddress;
import netseat.device.VirtualSeat;
import netseat.identity.ApiToken;
import netseat.identity.Fingerprint;
import netseat.identity.HttpsTrust;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A keyboard, a pointer and a screen for scripts. The script is checked whole before a link is made. */
@Command(
        name = "virtual",
        sortOptions = false,
        mixinStandardHelpOptions = true,
        description = {
            "A keyboard, a pointer and a screen for scripts: types, points, and waits for what the screen shows.",
            "docs/automation.md has the commands of a script and a worked example.",
            ""
        },
        footer = {
            "",
            "Ends with 0 when all was done; 1 when a wait failed (it says what was on the screen, and in which PNG that is) or",
            "the machine does not run; 2 when the script is wrong, before anything is typed; 5, 6 or 7 when there is no",
            "controller, or the device is not admitted or was revoked."
        })
final class VirtualCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";
    private static final Duration FOR_EVER = Duration.ofDays(10_000);

    @Mixin
    private CommonOptions common = new CommonOptions();

    @Option(
            names = "--seat",
            paramLabel = "URL",
            description = "sit down at a seat by its page, such as http://localhost:7880/seat/a, without a key and an "
                    + "admission, by a token of the API: of --token-file, else of $NETSEAT_TOKEN, else of the controller's state "
                    + "folder on this computer, $NETSEAT_STATE or the usual one")
    private @Nullable URI seat;

    @Option(
            names = "--token-file",
            paramLabel = "FILE",
            description = "file of mode 0600 with a token of the API, for --seat")
    private @Nullable Path tokenFile;

    @Option(
            names = "--certificate",
            paramLabel = "FILE",
            description =
                    "for --seat by https, trust the certificates of this PEM file, and what they have signed (default:"
                            + " the usual authorities, and the controller on this computer)")
    private @Nullable Path certificate;

    @Option(
            names = "--fingerprint",
            paramLabel = "SHA256:…",
            description =
                    "for --seat by https, trust the one certificate that has this fingerprint, as the controller's"
                            + " start prints it")
    private @Nullable String fingerprint;

    @Option(
            names = "--script",
            paramLabel = "FILE",
            description = "run this script, - = standard input; instead of one command here")
    private @Nullable String script;

    @Option(names = "--json", description = "say what came of each command as a line of JSON on standard output")
    private boolean json;

    @Option(
            names = "--failures",
            paramLabel = "DIR",
            defaultValue = ".",
            description =
                    "folder for the picture and the text of the screen when a wait fails (default: the present one)")
    private Path failures = Path.of(".");

    private Runnable ending = () -> {}; // what the link says from then on is kept to itself

    @Parameters(
            paramLabel = "COMMAND",
            arity = "0..*",
            description = "one command of a script, such as: wait text 'login:' 60s")
    private List<String> command = List.of();

    @Override
    public Integer call() throws CommandFailure, InterruptedException {
        Script checked = checked();
        if (!Files.isDirectory(failures)) {
            throw new CommandFailure(ExitStatus.USAGE, "--failures: there is no folder " + failures);
        }
        PrintStream out = new PrintStream(System.out, true, json ? StandardCharsets.UTF_8 : Charset.defaultCharset());
        StepReport report = json ? new JsonReport(out) : new LineReport(out, System.err);
        try (Robot robot = new Robot(sitDown())) {
            int giveUp = common.giveUpSeconds();
            robot.awaitReady(giveUp > 0 ? Duration.ofSeconds(giveUp) : FOR_EVER);
            boolean done = new ScriptRunner(robot, report, failures).run(checked);
            ending.run();
            return done ? ExitStatus.OK : ExitStatus.FAULT;
        } catch (NoLinkException e) {
            throw new CommandFailure(
                    switch (e.why()) {
                        case CONTROLLER -> ExitStatus.NO_CONTROLLER;
                        case ADMISSION -> ExitStatus.NOT_ADMITTED;
                        case REVOKED -> ExitStatus.REVOKED;
                        case MACHINE -> ExitStatus.FAULT;
                    },
                    String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new CommandFailure(ExitStatus.FAULT, String.valueOf(e.getMessage()));
        }
    }

    private Script checked() throws CommandFailure {
        if (script == null == command.isEmpty()) {
            throw new CommandFailure(ExitStatus.USAGE, "give either a command or a --script (see --help)");
        }
        try {
            return script == null ? Script.of(command) : Script.parse(lines(script));
        } catch (BadScriptException e) {
            String where = script == null ? "" : (script.equals(STANDARD_INPUT) ? "standard input" : script) + ", ";
            throw new CommandFailure(ExitStatus.USAGE, where + e.getMessage());
        } catch (IOException e) {
            throw new CommandFailure(ExitStatus.USAGE, "cannot read the script: " + e.getMessage());
        }
    }

    private static List<String> lines(String from) throws IOException {
        if (!from.equals(STANDARD_INPUT)) {
            return Files.readAllLines(Path.of(from));
        }
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        return in.lines().toList();
    }

    private VirtualSeat sitDown() throws CommandFailure {
        URI page = seat;
        if (page != null) {
            try {
                URI link = link(page);
                String token = ApiToken.find(link, tokenFile, null, System.getenv());
                return VirtualSeat.connect(new SeatAddress(link, token, trust(link)));
            } catch (IOException | IllegalArgumentException e) {
                throw new CommandFailure(ExitStatus.NO_CONTROLLER, String.valueOf(e.getMessage()));
            }
        }
        DeviceKey key = common.key();
        common.introduce(key, System.err);
        LinkMaker maker = common.link(key);
        try {
            return VirtualSeat.connect(end -> {
                Announcer announcer = new Announcer(end, System.err);
                ending = announcer::end;
                return maker.open(announcer);
            });
        } catch (IOException e) {
            throw new CommandFailure(ExitStatus.NO_CONTROLLER, String.valueOf(e.getMessage()));
        }
    }

    private HttpsTrust trust(URI link) throws IOException {
        if (fingerprint != null) {
            return HttpsTrust.of(Fingerprint.parse(fingerprint));
        }
        return certificate != null ? HttpsTrust.of(certificate) : ApiToken.trust(link, null, System.getenv());
    }

    /** The address of a seat's link, by that of its page. */
    static URI link(URI page) {
        String text = page.toString();
        if (!text.matches("https?://[^/]+/seat/[^/?#]+/?")) {
            throw new IllegalArgumentException(
                    "'" + page + "' is no seat's page, such as http://localhost:7880/seat/a");
        }
        return URI.create("ws" + text.substring("http".length()).replaceFirst("/$", "") + "/link");
    }
}
