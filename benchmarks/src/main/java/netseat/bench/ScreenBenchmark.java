package netseat.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import netseat.bench.MovingScreen.Watch;
import netseat.bench.Report.Aim;
import netseat.bench.Report.Peer;
import netseat.bench.SceneGuest.Drawn;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/**
 * What it takes to show a screen that moves: Netseat beside QEMU's VNC server and SPICE, each with the same guest in a QEMU
 * of the same command line, in turns. Who has not its turn is paused. Of several turns the median counts.
 *
 * <p>The processor time of a display is what its QEMU, and with Netseat the controller, take while it is watched, less what a
 * QEMU takes whose guest draws the same and nobody watches.
 */
final class ScreenBenchmark implements Benchmark {
    private static final int TURNS = Integer.getInteger("netseat.bench.turns", 3);
    private static final Duration SETTLE = Duration.ofSeconds(2);

    /** Of each scene: what runs 60 times a second is compiled to the end after some 5000 times. */
    private static final Duration WARM = Duration.ofSeconds(40);

    private static final Duration MEASURE = Duration.ofSeconds(8);
    private static final Duration CONNECT = Duration.ofSeconds(20);
    private static final double K = 1000;

    /** Updates a second that are wanted where the guest draws so many. */
    private static final double WANTED = 60;

    /**
     * What one screen did in one turn.
     *
     * @param steps a second that the guest drew
     * @param updates a second that the viewer got
     * @param bytes a second, both ways
     * @param qemu processor seconds a second, less those of a QEMU that nobody watches
     * @param controller processor seconds a second; 0 where there is none
     * @param parts what the controller's processor seconds are made of, a second
     * @param viewer processor seconds a second
     */
    private record Figures(
            double steps,
            double updates,
            double bytes,
            double qemu,
            double controller,
            Map<String, Double> parts,
            double viewer) {
        double bytesPerStep() {
            return bytes / steps;
        }

        double display() {
            return qemu + controller;
        }

        double millisPerUpdate() {
            return display() * 1000 / updates;
        }

        double millisPerStep() {
            return display() * 1000 / steps;
        }
    }

    /** Of each scene and screen the figures of each turn. */
    private final Map<Scene, Map<MovingScreen, List<Figures>>> all = new LinkedHashMap<>();

    @Override
    public String name() {
        return "screen";
    }

    @Override
    public String purpose() {
        return "screens that move: updates, bytes and processor time, beside QEMU's VNC server and SPICE";
    }

    @Override
    public void run(Report report) throws Exception {
        try (ScreenStage stage = new ScreenStage()) {
            List<MovingScreen> screens = new ArrayList<>(List.of(stage.ours()));
            screens.addAll(stage.peers());
            warmUp(stage.ours());
            for (int turn = 0; turn < TURNS; turn++) {
                for (Scene scene : Scene.values()) {
                    turn(scene, screens, stage.unwatched());
                }
            }
            for (Scene scene : Scene.values()) {
                report(report, scene, stage);
            }
        }
    }

    /** The JIT compiler's share is not the display's. */
    private static void warmUp(MovingScreen screen) throws Exception {
        try (Watch watch = screen.watch()) {
            for (Scene scene : Scene.values()) {
                screen.guest().begin(scene);
                TimeUnit.NANOSECONDS.sleep(WARM.toNanos());
            }
            if (watch.updates() == 0) {
                throw new IllegalStateException("nothing is to be seen of the scenes");
            }
        }
        screen.guest().pause();
    }

    private void turn(Scene scene, List<MovingScreen> screens, SceneGuest unwatched) throws Exception {
        unwatched.begin(scene);
        double alone = processor(unwatched);
        unwatched.pause();
        for (MovingScreen screen : screens) {
            screen.guest().begin(scene);
            Figures figures = measure(screen, alone);
            screen.guest().pause();
            all.computeIfAbsent(scene, key -> new LinkedHashMap<>())
                    .computeIfAbsent(screen, key -> new ArrayList<>())
                    .add(figures);
        }
    }

    /** What QEMU and guest take when nobody watches, in processor seconds a second. */
    private static double processor(SceneGuest unwatched) throws IOException, InterruptedException {
        TimeUnit.NANOSECONDS.sleep(SETTLE.toNanos());
        long start = System.nanoTime();
        double before = unwatched.processor();
        TimeUnit.NANOSECONDS.sleep(MEASURE.toNanos());
        return (unwatched.processor() - before) * 1e9 / (System.nanoTime() - start);
    }

    private static Figures measure(MovingScreen screen, double unwatched) throws Exception {
        try (Watch watch = screen.watch()) {
            Awaitility.await("the viewer of " + screen.name())
                    .atMost(CONNECT)
                    .until(() -> watch.bytes() > 0 && watch.updates() > 0);
            TimeUnit.NANOSECONDS.sleep(SETTLE.toNanos());
            long start = System.nanoTime();
            Drawn drawn = screen.guest().drawn();
            long updates = watch.updates();
            long bytes = watch.bytes();
            double qemu = screen.guest().processor();
            double controller = screen.controllerSeconds();
            Map<String, Double> parts = screen.controllerParts();
            double viewer = watch.viewerSeconds();
            TimeUnit.NANOSECONDS.sleep(MEASURE.toNanos());
            double seconds = (System.nanoTime() - start) / 1e9;
            Map<String, Double> partsSince = new LinkedHashMap<>();
            screen.controllerParts()
                    .forEach((part, now) -> partsSince.put(part, (now - parts.getOrDefault(part, 0.0)) / seconds));
            return new Figures(
                    screen.guest().drawn().rateSince(drawn),
                    (watch.updates() - updates) / seconds,
                    (watch.bytes() - bytes) / seconds,
                    (screen.guest().processor() - qemu) / seconds - unwatched,
                    (screen.controllerSeconds() - controller) / seconds,
                    partsSince,
                    (watch.viewerSeconds() - viewer) / seconds);
        }
    }

    private void report(Report report, Scene scene, ScreenStage stage) {
        double steps = median(scene, stage.ours(), Figures::steps);
        // the guest's clock is not ours, so it never draws 60 to the last digit: as many as it drew, whole ones
        Aim updates = Aim.atLeast(Math.floor(Math.min(WANTED, steps)));
        compare(report, scene, stage, "steps that the guest drew", "/s", Figures::steps, null);
        compare(report, scene, stage, "updates that the viewer got", "/s", Figures::updates, updates);
        compare(report, scene, stage, "bytes a second", "K", figures -> figures.bytes() / K, null);
        compare(report, scene, stage, "bytes a step", "K", figures -> figures.bytesPerStep() / K, null);
        compare(report, scene, stage, "the display", "% of a core", figures -> figures.display() * 100, null);
        OptionalDouble cheapest = stage.peers().stream()
                .mapToDouble(peer -> median(scene, peer, Figures::millisPerUpdate))
                .min();
        @Nullable Aim less = cheapest.isPresent() ? Aim.atMost(cheapest.getAsDouble()) : null;
        compare(report, scene, stage, "the display, an update", "ms of a core", Figures::millisPerUpdate, less);
        compare(
                report,
                scene,
                stage,
                "the display, a step that the guest drew",
                "ms of a core",
                Figures::millisPerStep,
                null);
        ofUpdate(report, scene, stage, "QEMU", figures -> figures.qemu());
        ofUpdate(report, scene, stage, "the controller", figures -> figures.controller());
        for (String part : turns(scene, stage.ours()).getFirst().parts().keySet()) {
            ofUpdate(report, scene, stage, part, figures -> figures.parts().getOrDefault(part, 0.0));
        }
        compare(report, scene, stage, "the viewer", "% of a core", figures -> figures.viewer() * 100, null);
    }

    /** A part of our own time for an update. */
    private void ofUpdate(
            Report report, Scene scene, ScreenStage stage, String part, ToDoubleFunction<Figures> seconds) {
        double millis =
                median(scene, stage.ours(), figures -> seconds.applyAsDouble(figures) * 1000 / figures.updates());
        report.add(scene.words(), "of an update: " + part, "ms of a core", millis, null);
    }

    /** A row for each peer, or one if there is none; the aim once. */
    private void compare(
            Report report,
            Scene scene,
            ScreenStage stage,
            String metric,
            String unit,
            ToDoubleFunction<Figures> figure,
            @Nullable Aim aim) {
        double value = median(scene, stage.ours(), figure);
        @Nullable Aim once = aim;
        for (MovingScreen peer : stage.peers()) {
            Peer its = Peer.inThisRun(peer.name(), median(scene, peer, figure));
            report.add(scene.words(), metric, unit, value, once, its);
            once = null;
        }
        if (stage.peers().isEmpty()) {
            report.add(scene.words(), metric, unit, value, aim);
        }
    }

    private double median(Scene scene, MovingScreen screen, ToDoubleFunction<Figures> figure) {
        double[] turns =
                turns(scene, screen).stream().mapToDouble(figure).sorted().toArray();
        return turns[turns.length / 2];
    }

    private List<Figures> turns(Scene scene, MovingScreen screen) {
        return all.getOrDefault(scene, Map.of()).getOrDefault(screen, List.of());
    }
}
