package netseat.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import netseat.device.ControllerAddress;
import netseat.device.SeatAddress;
import netseat.device.VirtualSeat;
import netseat.identity.ApiToken;
import netseat.identity.PrivateFile;
import netseat.protocol.DeviceId;
import org.awaitility.Awaitility;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/** The real controller in a process of its own, with a state folder of its own. */
public final class ServerProcess implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("Netseat is ready: https?://localhost:(\\d+)/");
    private static final Pattern DEVICES = Pattern.compile("Devices connect to port (\\d+);");
    private static final String REPORT = "report ";
    private static final Duration POLL = Duration.ofMillis(5);
    private static final Duration READY_WITHIN = Duration.ofSeconds(60);

    private final Path folder;
    private final List<String> command;
    private final HttpClient client = HttpClient.newHttpClient();
    private Process process;
    private int port;
    private int devicePort;
    private int starts;
    private long readyNanos;

    private ServerProcess(Path folder, List<String> command) throws IOException {
        this.folder = folder;
        this.command = command;
        this.process = launch();
        // A test that fails before it could close this must not leave machines behind.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> process.destroy()));
    }

    /** Starts a controller from this JVM's class path; the machines and seats are given as TOML. */
    public static ServerProcess start(String declaration, String... options) throws IOException {
        return startBy(java("netseat.server.Main", "-Xmx256m"), declaration, options);
    }

    /**
     * The command that starts a program of this JVM's class path. The system property {@code netseat.java.flags} has more
     * flags for it: most tests want a quick start, and those that measure do not.
     */
    public static List<String> java(String main, String... flags) {
        List<String> command =
                new ArrayList<>(List.of(ProcessHandle.current().info().command().orElse("java")));
        command.addAll(List.of(flags));
        Stream.of(System.getProperty("netseat.java.flags", "").split(" ", -1))
                .filter(flag -> !flag.isEmpty())
                .forEach(command::add);
        command.addAll(
                List.of("--enable-native-access=ALL-UNNAMED", "-cp", System.getProperty("java.class.path"), main));
        return command;
    }

    /** Starts a controller that has the key of another, as the hosts of one cluster have. */
    public static ServerProcess startWithKeyOf(ServerProcess other, String declaration) throws IOException {
        return startPrepared(
                java("netseat.server.Main", "-Xmx256m"),
                state -> Files.copy(
                        other.stateFolder().resolve("controller.pem"),
                        state.resolve("controller.pem"),
                        StandardCopyOption.COPY_ATTRIBUTES),
                declaration);
    }

    /** Starts a controller by a command, to which the options are added, and waits until it is ready. */
    public static ServerProcess startBy(List<String> program, String declaration, String... options)
            throws IOException {
        return startPrepared(program, state -> {}, declaration, options);
    }

    /** Puts files into a controller's state folder before its first start. */
    public interface Preparation {
        void prepare(Path state) throws IOException;
    }

    /** The same, with a state folder that is not empty. */
    public static ServerProcess startPrepared(
            List<String> program, Preparation preparation, String declaration, String... options) throws IOException {
        Path folder = Files.createTempDirectory("ns"); // short: unix sockets have 107 bytes for their path
        Path config = Files.writeString(folder.resolve("vms.toml"), declaration);
        // Whoever runs the tests by nohup, or in the background, has these signals ignored, and so would the server.
        List<String> command = new ArrayList<>(List.of("env", "--default-signal=HUP,INT"));
        command.addAll(program);
        command.addAll(List.of("--config", config.toString(), "--port", "0", "--device-port", "0"));
        command.addAll(List.of("--state", folder.resolve("s").toString()));
        command.addAll(List.of(options));
        preparation.prepare(Files.createDirectory(
                folder.resolve("s"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))));
        ServerProcess server = new ServerProcess(folder, command);
        server.awaitReady();
        return server;
    }

    private Process launch() throws IOException {
        starts++;
        return new ProcessBuilder(command)
                .redirectOutput(folder.resolve("out" + starts).toFile())
                .redirectError(folder.resolve("err" + starts).toFile())
                .start();
    }

    private void awaitReady() {
        Awaitility.await("the controller is ready")
                .pollInterval(POLL)
                .atMost(READY_WITHIN)
                .until(() -> {
                    String said = Files.readString(folder.resolve("out" + starts));
                    Matcher ready = READY.matcher(said);
                    Matcher devices = DEVICES.matcher(said);
                    if (ready.find() && devices.find()) {
                        devicePort = Integer.parseInt(devices.group(1));
                        // The next start is to be where the devices look for it, and browsers with their cookies.
                        command.set(command.indexOf("--device-port") + 1, devices.group(1));
                        command.set(command.indexOf("--port") + 1, ready.group(1));
                        port = Integer.parseInt(ready.group(1));
                        readyNanos = System.nanoTime();
                        return true;
                    }
                    if (!process.isAlive()) {
                        throw new IllegalStateException("the controller ended: " + errors());
                    }
                    return false;
                });
    }

    /** What a {@link NullServer} says of the time since it was asked last. */
    public synchronized JsonNode report() throws IOException {
        Path out = folder.resolve("out" + starts);
        int before = reports(out).size();
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        Awaitility.await("a report")
                .pollInterval(POLL)
                .atMost(READY_WITHIN)
                .until(() -> reports(out).size() > before);
        return new JsonMapper().readTree(reports(out).getLast());
    }

    /** How often a key of a {@link NullServer}'s machines went down ("30+") or up ("30-"), by its set-1 code. */
    public long keys(String key) throws IOException {
        return report().path("keys").path(key).asLong();
    }

    private static List<String> reports(Path out) throws IOException {
        return Files.readString(out)
                .lines()
                .filter(line -> line.startsWith(REPORT) && line.endsWith("}"))
                .map(line -> line.substring(REPORT.length()))
                .toList();
    }

    /** Starts the controller again in the same state folder, after it was killed or stopped. */
    public void startAgain() throws IOException {
        process = launch();
        awaitReady();
    }

    /** Kills the controller as {@code kill -9} does and waits until it is dead. */
    public void kill() throws InterruptedException {
        process.destroyForcibly();
        process.waitFor();
    }

    /** Ends the controller as {@code kill} does; its exit status. */
    public int terminate() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new IllegalStateException("the controller does not stop");
        }
        return process.exitValue();
    }

    /** What the controller wrote to its standard error in this start. */
    public String errors() {
        try {
            return Files.readString(folder.resolve("err" + starts));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the controller wrote to its standard output in this start. */
    public String output() {
        try {
            return Files.readString(folder.resolve("out" + starts));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** When the controller said that it was ready, by {@link System#nanoTime()}; some milliseconds late at the most. */
    public long readyNanos() {
        return readyNanos;
    }

    public long pid() {
        return process.pid();
    }

    public int port() {
        return port;
    }

    /** Where devices connect by TLS. */
    public ControllerAddress devices() {
        return new ControllerAddress("127.0.0.1", devicePort);
    }

    /** The controller's own folder. */
    public Path stateFolder() {
        return folder.resolve("s");
    }

    /** A device as the API tells of it; missing when it knows none of this identifier. */
    public JsonNode device(DeviceId id) throws IOException, InterruptedException {
        JsonNode all =
                new JsonMapper().readTree(request("GET", "/api/v1/devices", "").body());
        for (JsonNode device : all.path("devices")) {
            if (device.path("id").stringValue().equals(id.toString())) {
                return device;
            }
        }
        return MissingNode.getInstance();
    }

    /** How many links of devices that wait there are. */
    public int pendingLinks() throws IOException, InterruptedException {
        int links = 0;
        for (JsonNode device : new JsonMapper()
                .readTree(request("GET", "/api/v1/devices", "").body())
                .path("devices")) {
            if (device.path("state").stringValue().equals("pending")) {
                links += device.path("links").asInt();
            }
        }
        return links;
    }

    /** Admits a device to a seat. */
    public void admit(DeviceId id, String seat) throws IOException, InterruptedException {
        String body = "{\"name\": \"test " + id.brief() + "\", \"seat\": \"" + seat + "\"}";
        int status = request("POST", "/api/v1/devices/" + id + "/admit", body).statusCode();
        if (status != 204) {
            throw new IllegalStateException("admit: status " + status);
        }
    }

    /** A one-time code that admits a device to this seat. */
    public String pairingCode(String seat) throws IOException, InterruptedException {
        String answer = request("POST", "/api/v1/pairing-codes", "{\"seat\": \"" + seat + "\"}")
                .body();
        return new JsonMapper().readTree(answer).path("code").stringValue();
    }

    /** The folder of a machine. */
    public Path machineFolder(String machine) {
        return folder.resolve("s").resolve("vms").resolve(machine);
    }

    public URI page(String path) {
        return URI.create("http://localhost:" + port + path);
    }

    /** Where one sits down, as the administrator of this host. */
    public SeatAddress link(String seat) {
        return new SeatAddress(URI.create("ws://localhost:" + port + "/seat/" + seat + "/link"), localToken());
    }

    /** The token of this start by which whoever may read the controller's own files acts as an administrator. */
    public String localToken() {
        try {
            return PrivateFile.read(stateFolder().resolve(ApiToken.LOCAL)).strip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The cookie of a new session of the administrator, as a browser has it: NAME=SECRET. */
    public String sessionCookie() throws IOException, InterruptedException {
        String link = request("POST", "/api/v1/login-links", "{}").body();
        String secret = new JsonMapper().readTree(link).path("token").stringValue();
        HttpResponse<String> answer = requestBy("", "POST", "/api/v1/session", "{\"token\": \"" + secret + "\"}");
        return answer.headers().firstValue("Set-Cookie").orElseThrow().split(";", 2)[0];
    }

    public VirtualSeat sit(String seat) throws IOException {
        return VirtualSeat.connect(link(seat));
    }

    /** Sits down before one of the machine's heads. */
    public VirtualSeat sit(String seat, int head) throws IOException {
        return VirtualSeat.connect(link(seat), (picture, answers) -> {}, head);
    }

    /** A running machine's serial port; what it said before is gone, so listen soon after its start. */
    public Serial serial(String machine) throws IOException {
        awaitState(machine, "running");
        return new Serial(machineFolder(machine).resolve("serial"));
    }

    /** The operator's own way into a machine's QEMU. */
    public Monitor monitor(String machine) throws IOException {
        return new Monitor(machineFolder(machine).resolve("monitor"));
    }

    /** Sends a request to the API. */
    public HttpResponse<String> request(String method, String path, String body)
            throws IOException, InterruptedException {
        return requestBy(localToken(), method, path, body);
    }

    /** Sends a request to the API by a token; empty for none. */
    public HttpResponse<String> requestBy(String token, String method, String path, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(page(path))
                .method(method, HttpRequest.BodyPublishers.ofString(body))
                .timeout(Duration.ofSeconds(30));
        if (!token.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        }
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** A machine as the API tells of it. */
    public JsonNode machine(String name) throws IOException, InterruptedException {
        for (JsonNode machine : state().path("vms")) {
            if (machine.path("name").stringValue().equals(name)) {
                return machine;
            }
        }
        throw new IllegalArgumentException("no machine " + name);
    }

    public JsonNode state() throws IOException, InterruptedException {
        return new JsonMapper().readTree(request("GET", "/api/v1/state", "").body());
    }

    /** The value of the only series of a metric that has this label, such as {@code vm="grub"}. */
    public double metric(String name, String label) throws IOException, InterruptedException {
        return request("GET", "/metrics", "")
                .body()
                .lines()
                .filter(line -> line.startsWith(name) && line.contains(label))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElse(0);
    }

    /** The controller's heap in bytes when all that can be collected has been. */
    public long heapAfterCollection() throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        new ProcessBuilder(jcmd.toString(), String.valueOf(pid()), "GC.run")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .waitFor();
        return new JsonMapper()
                .readTree(request("GET", "/api/v1/process", "").body())
                .path("heapUsed")
                .asLong();
    }

    public void awaitState(String machine, String state) {
        Awaitility.await(machine + " is " + state)
                .atMost(Duration.ofSeconds(30))
                .until(() -> machine(machine).path("state").stringValue().equals(state));
    }

    public void plug(String seat, String machine) throws IOException, InterruptedException {
        int status = request("POST", "/api/v1/seats/" + seat + "/plug", "{\"vm\":\"" + machine + "\"}")
                .statusCode();
        if (status != 204) {
            throw new IllegalStateException("plug: status " + status);
        }
    }

    @Override
    public void close() throws IOException {
        if (!process.isAlive()) {
            startAgain(); // so that it takes its machines back and stops them
        }
        try {
            terminate();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted before the controller had stopped", e);
        }
        client.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
