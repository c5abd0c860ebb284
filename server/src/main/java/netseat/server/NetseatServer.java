package netseat.server;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import netseat.controller.Controller;
import netseat.hypervisor.Hypervisor;
import netseat.hypervisor.VirtualMachine;
import netseat.hypervisor.VirtualMachineException;
import netseat.qemu.QemuHypervisor;
import netseat.qemu.RoadPriority;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A whole controller host: machines, controller and front, from start to stop. */
final class NetseatServer {
    private static final Logger log = LoggerFactory.getLogger(NetseatServer.class);
    private static final long FRONT_SECONDS = 10;

    private final Vertx vertx;
    private final Hypervisor hypervisor;
    private final Controller controller;
    private final HttpFront front;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();

    /**
     * Takes back the machines that still run and makes the declared ones known; nothing is started yet.
     *
     * @throws VirtualMachineException when the state folder or a declaration cannot work; the message says what to do
     */
    NetseatServer(Path stateFolder, Declaration declaration) throws VirtualMachineException {
        makePrivate(stateFolder);
        hypervisor = new QemuHypervisor(stateFolder.resolve("vms"));
        controller = new Controller("netseat", stateFolder);
        for (Declaration.Machine machine : declaration.machines().values()) {
            controller.add(hypervisor.define(machine.spec()));
        }
        hypervisor.takeBack().forEach(controller::add);
        for (Map.Entry<String, Declaration.Seat> seat : declaration.seats().entrySet()) {
            Optional<String> named = seat.getValue().machine();
            Optional<VirtualMachine> machine = named.flatMap(controller::machine);
            if (named.isPresent() && machine.isEmpty()) {
                throw new VirtualMachineException(
                        "seat " + seat.getKey() + " is to be on VM " + named.get() + ", which is not declared");
            }
            controller.addSeat(
                    seat.getKey(), machine.orElse(null), seat.getValue().lossless());
        }
        vertx = Vertx.vertx(new VertxOptions()
                .setPreferNativeTransport(true)
                .setEventLoopPoolSize(1)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        vertx.runOnContext(ignored -> sayPriority(RoadPriority.claim()));
        front = new HttpFront(vertx, controller, hypervisor.accelerator(), workers);
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
        try {
            return front.listen(address, port)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .get(FRONT_SECONDS, TimeUnit.SECONDS);
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
    void startMachines(Declaration declaration) {
        for (Declaration.Machine declared : declaration.machines().values()) {
            if (declared.autostart()) {
                controller.machine(declared.spec().name()).ifPresent(this::startLater);
            }
        }
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
        try {
            front.close().toCompletionStage().toCompletableFuture().get(FRONT_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.warn("the front does not close", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        List<Future<?>> stops = new ArrayList<>();
        for (VirtualMachine machine : controller.machines()) {
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
        vertx.close();
    }
}
