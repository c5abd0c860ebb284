package netseat.qemu;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class RoadPriorityTest {
    /** Field 41 of proc_pid_stat(5), 1-based, after the name: the policy. */
    private static final int POLICY = 41;

    @Test
    void onlyTheThreadThatClaimsItHasIt() throws Exception {
        CompletableFuture<Boolean> claimed = new CompletableFuture<>();
        CompletableFuture<Integer> policy = new CompletableFuture<>();
        Thread.ofPlatform().start(() -> {
            try {
                claimed.complete(RoadPriority.claim());
                policy.complete(policyOf(Path.of("/proc/thread-self/stat")));
            } catch (Exception e) {
                policy.completeExceptionally(e);
            }
        });
        assertThat(policy.get() == Libc.SCHED_RR).isEqualTo(claimed.get());
        assertThat(policyOf(Path.of("/proc/thread-self/stat"))).isZero();
    }

    private static int policyOf(Path stat) throws Exception {
        String text = Files.readString(stat);
        String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
        return Integer.parseInt(fields[POLICY - 3]);
    }
}
