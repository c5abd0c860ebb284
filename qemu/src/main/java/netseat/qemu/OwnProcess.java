package netseat.qemu;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that this controller or an earlier one started for a machine. It leads a session of its own, so that what
 * ends the controller (Ctrl-C, kill -9) leaves it running.
 */
final class OwnProcess implements QemuLife {
    private final ProcessHandle handle;
    private final VmFolder folder;
    private final CompletableFuture<OptionalInt> end;
    private final boolean child;

    private OwnProcess(ProcessHandle handle, VmFolder folder, CompletableFuture<OptionalInt> end, boolean child) {
        this.handle = handle;
        this.folder = folder;
        this.end = end;
        this.child = child;
    }

    /**
     * Starts a program whose output goes to the end of a file: a pipe would die with the controller, and the program
     * with the pipe.
     */
    static OwnProcess start(List<String> command, VmFolder folder, Path log) throws IOException {
        List<String> inOwnSession = new ArrayList<>();
        inOwnSession.add("setsid");
        inOwnSession.addAll(command);
        Process process = new ProcessBuilder(inOwnSession)
                .redirectInput(new File("/dev/null"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return new OwnProcess(
                process.toHandle(), folder, process.onExit().thenApply(it -> OptionalInt.of(it.exitValue())), true);
    }

    /**
     * The process that wrote this file, if it lives and is really ours: numbers are used again, so its command line
     * must name the machine's folder.
     */
    static Optional<OwnProcess> find(Path pidFile, VmFolder folder) {
        try {
            long pid = Long.parseLong(Files.readString(pidFile).strip());
            if (!isOurs(pid, folder)) {
                return Optional.empty();
            }
            return ProcessHandle.of(pid)
                    .map(handle -> new OwnProcess(
                            handle, folder, handle.onExit().thenApply(it -> OptionalInt.empty()), false));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    private static boolean isOurs(long pid, VmFolder folder) {
        try {
            byte[] commandLine = Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline"));
            return new String(commandLine, StandardCharsets.UTF_8).contains(folder.path() + "/");
        } catch (IOException e) {
            return false;
        }
    }

    long pid() {
        return handle.pid();
    }

    /**
     * Whether it runs. A process that is no child of ours and that its parent (a container's process 1, say) never
     * waits for is alive to the JDK for ever; but it has no command line any more.
     */
    @Override
    public boolean isAlive() {
        return handle.isAlive() && (child || isOurs(handle.pid(), folder));
    }

    /** Calls this on some thread when the process has ended. */
    void onEnd(Runnable action) {
        var _ = end.thenRun(action);
    }

    @Override
    public boolean awaitEnd(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        // asked, not waited for: of a process that is no child of ours the JDK learns the end with some delay
        while (isAlive()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(1_000_000);
        }
        return true;
    }

    /** What the process ended with, 128 + N for signal N; empty for one that is no child of ours. */
    OptionalInt exitValue() {
        try {
            return child ? end.get(1, TimeUnit.SECONDS) : OptionalInt.empty();
        } catch (TimeoutException | ExecutionException e) {
            return OptionalInt.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return OptionalInt.empty();
        }
    }

    /** SIGKILL, and waits until it is done. */
    void kill() {
        handle.destroyForcibly();
        awaitEnd(Duration.ofSeconds(5));
    }
}
