package netseat.server;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.UnaryOperator;
import netseat.access.Access;
import netseat.configuration.Declaration;
import netseat.controller.Controller;
import netseat.controller.OldFiles;
import netseat.controller.SeatPolicy;
import netseat.hypervisor.Hypervisor;
import netseat.hypervisor.VirtualMachine;
import netseat.hypervisor.VirtualMachineException;
import netseat.identity.ApiToken;
import netseat.identity.Identity;
import netseat.identity.PrivateFile;
import netseat.protocol.DeviceId;
import netseat.qemu.QemuHypervisor;
import netseat.qemu.RoadPriority;
import netseat.state.Database;
import netseat.state.DatabaseException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A whole controller host: machines, controller and front, from start to stop. */
final class NetseatServer {
    private static final Logger log = LoggerFactory.getLogger(NetseatServer.class);
    private static final long FRONT_SECONDS = 10;
    private static final long RENEW_MILLIS = 10_000;
    private static final int FREE_PORT_TRIES = 10;
    private static final long SAVE_MILLIS = 60_000; // how much of "last seen" a kill -9 may cost

    private final Vertx vertx;
    private final Hypervisor hypervisor;
    private final ForeignMachines foreign;
    private final Database database;
    private final Controller controller;
    private final Identity identity;
    private final Access access;
    private final Optional<String> firstPassword;
    private final Inventory inventory;
    private final Reload reload;
    private final OpenLinks links;
    private final Optional<HttpsKeys> keys;
    private final HttpFront front;
    private final TlsListener devices;
    private @Nullable Future<Announcement> announcement;
    private final QuicListener quic;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Takes back the machines that still run and makes the declared ones known; nothing is started yet.
     *
     * @param mediaFolder whose files may be put into machines' drives; empty for one in the state folder
     * @param source reads the declaration anew
     * @param https whether pages are served over TLS even if no certificate is given
     * @param beside is given QEMU's hypervisor and returns the one to use: the same, or one that has it behind it
     * @throws VirtualMachineException when the state folder or a declaration cannot work; the message says what to do
     */
    NetseatServer(
            Path stateFolder,
            Optional<Path> mediaFolder,
            Declaration declaration,
            Reload.Source source,
            boolean https,
            UnaryOperator<Hypervisor> beside)
            throws VirtualMachineException {
        makePrivate(stateFolder);
        QemuHypervisor qemu = new QemuHypervisor(stateFolder.resolve("vms"));
        hypervisor = beside.apply(qemu);
        identity = identity(stateFolder.resolve("controller.pem"));
        database = database(stateFolder);
        access = new Access(database);
        firstPassword = access.firstStart();
        writeLocalToken(stateFolder);
        controller = controller(stateFolder, database);
        foreign = new ForeignMachines(qemu, controller::add, controller::withdraw);
        inventory = new Inventory(hypervisor, foreign, controller, database);
        inventory.begin(declaration);
        controller.onSwitchAtSeat((seat, address, before, after) -> access.audit()
                .add(
                        "whoever sits at seat " + seat.name(),
                        address,
                        "seat.menu",
                        "seat " + seat.name(),
                        PlugApi.json(before).encode(),
                        PlugApi.json(after).encode()));
        controller.admission().onPaired(this::writePairing);
        SeatPolicy ofUsers = new SeatsOfUsers(access.users());
        controller.allow((seat, machine) -> inventory.mayUse(seat, machine.name()) && ofUsers.mayUse(seat, machine));
        vertx = Vertx.vertx(new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        vertx.runOnContext(ignored -> sayPriority(RoadPriority.claim()));
        links = new OpenLinks(vertx);
        PageCertificate certificate = new PageCertificate(stateFolder, https);
        keys = keys(certificate, declaration);
        devices = new TlsListener(vertx, controller, links, identity, declaration.plainFrom());
        OpenIdApi provider = provider(declaration);
        // Whatever else can take a changed declaration without a restart is one more of these.
        reload = new Reload(source, List.of(inventory, devices, provider, certificate));
        StateApi stateApi = new StateApi(stateFolder, database, inventory, reload);
        MediaFolder media = media(mediaFolder.orElse(stateFolder.resolve("media")));
        front = new HttpFront(
                vertx,
                controller,
                links,
                identity.id(),
                hypervisor.accelerator(),
                access,
                provider,
                media,
                workers,
                stateApi,
                keys,
                certificate.names());
        certificate.serve(vertx, front);
        quic = new QuicListener(vertx, controller, links, identity, workers);
        vertx.setPeriodic(SAVE_MILLIS, ignored -> workers.execute(this::saveDevices));
        vertx.setPeriodic(SAVE_MILLIS, ignored -> workers.execute(this::sweepAccess));
        vertx.setPeriodic(RENEW_MILLIS, ignored -> workers.execute(certificate::renew));
    }

    /**
     * Lets so many links in, or as many as there may be open files.
     *
     * @return what an operator should know when that is fewer
     */
    Optional<String> limitLinks(int wished) {
        OptionalInt files = OpenFiles.limit();
        int links = files.isEmpty()
                ? wished
                : Math.min(
                        wished,
                        OpenFiles.linksWithin(
                                files.getAsInt(), controller.machines().size()));
        controller.limitLinks(links);
        return links == wished ? Optional.empty() : Optional.of(OpenFiles.advice(files.getAsInt(), links, wished));
    }

    private static MediaFolder media(Path folder) throws VirtualMachineException {
        try {
            return new MediaFolder(folder);
        } catch (IOException e) {
            throw new VirtualMachineException("cannot make the media folder " + folder + ": " + e.getMessage(), e);
        }
    }

    private void writePairing(DeviceId device, String seat, String address) {
        String after =
                new JsonObject().put("state", "admitted").put("seat", seat).encode();
        try {
            access.audit().add("whoever had a pairing code", address, "device.pair", "device " + device, null, after);
        } catch (DatabaseException e) {
            log.error("device {}, which a pairing code admitted to seat {}, is not in the audit log", device, seat, e);
        }
    }

    private OpenIdApi provider(Declaration declaration) throws VirtualMachineException {
        OpenIdApi provider = new OpenIdApi(access, keys.isPresent());
        try {
            provider.begin(declaration);
        } catch (IOException e) {
            throw new VirtualMachineException("openid: " + e.getMessage(), e);
        }
        return provider;
    }

    private static Optional<HttpsKeys> keys(PageCertificate certificate, Declaration declaration)
            throws VirtualMachineException {
        try {
            return certificate.begin(declaration);
        } catch (IOException e) {
            throw new VirtualMachineException("https: " + e.getMessage(), e);
        }
    }

    /** The pages' certificate; empty when they are served without TLS. */
    Optional<HttpsKeys> keys() {
        return keys;
    }

    private static Identity identity(Path file) throws VirtualMachineException {
        try {
            return PrivateFile.identity(file, "netseat controller");
        } catch (IOException e) {
            throw new VirtualMachineException("the controller's key: " + e.getMessage(), e);
        }
    }

    private static Database database(Path stateFolder) throws VirtualMachineException {
        try {
            return Database.open(stateFolder);
        } catch (DatabaseException e) {
            throw new VirtualMachineException(String.valueOf(e.getMessage()), e);
        }
    }

    /** Whoever may read this file is who runs the controller, or root: they are administrators without a log-in. */
    private void writeLocalToken(Path stateFolder) throws VirtualMachineException {
        try {
            PrivateFile.write(stateFolder.resolve(ApiToken.LOCAL), access.localToken() + "\n");
        } catch (IOException e) {
            throw new VirtualMachineException("the local token: " + e.getMessage(), e);
        }
    }

    /** The password that the first start has made for the first user; nobody sees it again. */
    Optional<String> firstPassword() {
        return firstPassword;
    }

    /** A secret for a link that logs an administrator in once. */
    String loginLink() {
        return access.loginLink(access.administrator());
    }

    private void sweepAccess() {
        try {
            access.sweep();
        } catch (DatabaseException e) {
            log.warn("when sessions and tokens were used last is not written down: {}", e.getMessage());
        }
    }

    private static Controller controller(Path stateFolder, Database database) throws VirtualMachineException {
        try {
            OldFiles.takeOver(stateFolder, database);
            return new Controller("netseat", database);
        } catch (DatabaseException e) {
            throw new VirtualMachineException(String.valueOf(e.getMessage()), e);
        } catch (UncheckedIOException e) {
            throw new VirtualMachineException(e.getMessage() + ": " + e.getCause(), e);
        }
    }

    private void saveDevices() {
        try {
            controller.admission().save();
        } catch (DatabaseException e) {
            // It has been logged with its stack, and is tried again after the next minute.
            log.debug("not saved", e);
        }
    }

    private static void sayPriority(boolean claimed) {
        if (!claimed) {
            log.info("without real-time priority (ulimit -r 1 or root) busy guests delay keys and pictures by some ms");
        }
    }

    private static void makePrivate(Path folder) throws VirtualMachineException {
        try {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (IOException e) {
            throw new VirtualMachineException("cannot make the state folder " + folder + ": " + e.getMessage(), e);
        }
    }

    /**
     * Starts to listen.
     *
     * @return the port
     * @throws IOException when the address or port is not to be had
     */
    int listen(String address, int port) throws IOException {
        return await(front.listen(address, port));
    }

    /**
     * Starts to listen for devices, by TLS and by QUIC on the same port number.
     *
     * @param port 0 for one that is free for both
     * @return the port
     * @throws IOException when the address or port is not to be had
     */
    int listenForDevices(String address, int port) throws IOException {
        Optional<String> missing = quic.missing();
        if (missing.isPresent()) {
            log.warn("devices cannot connect by QUIC, only by TLS: {}", missing.get());
            return await(devices.listen(address, port));
        }
        for (int left = FREE_PORT_TRIES; ; left--) {
            int both = await(quic.listen(address, port));
            try {
                return await(devices.listen(address, both));
            } catch (IOException e) {
                quic.close();
                if (port != 0 || left == 0) {
                    throw e;
                }
            }
        }
    }

    /** Says on the network that devices may come to this port; returns at once. */
    void announce(String address, int port) {
        Announcement.Service tls = new Announcement.Service("tcp", port);
        List<Announcement.Service> services =
                quic.missing().isEmpty() ? List.of(tls, new Announcement.Service("udp", port)) : List.of(tls);
        announcement = workers.submit(() ->
                new Announcement(InetAddress.getByName(address), services, "netseat on " + hostName(), identity.id()));
    }

    static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "this host";
        }
    }

    private void silence() {
        if (announcement != null) {
            try {
                announcement.get().close();
            } catch (ExecutionException e) {
                log.warn("nothing was announced: {}", String.valueOf(e.getCause()));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** By what the controller proves to devices who it is. */
    DeviceId identity() {
        return identity.id();
    }

    private static int await(io.vertx.core.Future<Integer> listening) throws IOException {
        try {
            return listening.toCompletionStage().toCompletableFuture().get(FRONT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IOException(e.getCause());
        } catch (TimeoutException e) {
            throw new IOException("no answer within " + FRONT_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** Starts the machines that are to start with the controller, all at once, and returns without waiting. */
    void startMachines() {
        inventory.autostarting().forEach(this::startLater);
    }

    /** Reads the declaration again, later, on a worker thread; what comes of it is logged. */
    void reloadLater() {
        workers.execute(reload::runLogged);
    }

    private void startLater(VirtualMachine machine) {
        workers.execute(() -> {
            try {
                machine.start();
            } catch (VirtualMachineException e) {
                log.warn("{} does not start: {}", machine.name(), e.getMessage());
            }
        });
    }

    /** Stops the front, then every machine, and returns when all are down. */
    void stop() {
        links.closeAll();
        try {
            io.vertx.core.Future.all(front.close(), devices.close(), quic.close())
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(FRONT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.warn("the front does not close", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        saveDevices();
        List<Future<?>> stops = new ArrayList<>();
        foreign.close();
        stops.add(workers.submit(this::silence));
        for (VirtualMachine machine : controller.machines()) {
            if (!machine.isOwn()) {
                continue;
            }
            stops.add(workers.submit(() -> {
                machine.stop();
                return null;
            }));
        }
        for (Future<?> stop : stops) {
            try {
                stop.get();
            } catch (ExecutionException e) {
                log.warn("a VM does not stop", e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        hypervisor.close();
        database.close();
        vertx.close();
    }
}
