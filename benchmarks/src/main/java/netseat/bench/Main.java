package netseat.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Runs benchmarks: all, or those that are named. Exit status 1 when one could not run, 2 for an unknown name. */
public final class Main {
    private Main() {}

    public static void main(String[] names) {
        List<Benchmark> all = List.of(
                new LatencyBenchmark(),
                new LossBenchmark(),
                new WireBenchmark(),
                new ScreenBenchmark(),
                new BrowserBenchmark(),
                new MirrorBenchmark(),
                new IdleBenchmark(),
                new ScaleBenchmark(),
                new ConsoleBenchmark(),
                new StartupBenchmark());
        List<Benchmark> chosen = new ArrayList<>();
        for (String name : names) {
            all.stream()
                    .filter(benchmark -> benchmark.name().equals(name))
                    .findFirst()
                    .ifPresentOrElse(chosen::add, () -> {
                        System.err.println("bench: there is no benchmark \"" + name + "\"; there are:");
                        all.forEach(each -> System.err.printf("  %-10s %s%n", each.name(), each.purpose()));
                        System.exit(2);
                    });
        }
        boolean ran = true;
        for (Benchmark benchmark : chosen.isEmpty() ? all : chosen) {
            ran &= run(benchmark);
        }
        System.exit(ran ? 0 : 1);
    }

    private static boolean run(Benchmark benchmark) {
        System.out.println("\n" + benchmark.name() + ": " + benchmark.purpose() + "\n");
        Report report = new Report(benchmark.name());
        try {
            benchmark.run(report);
            report.finish(Path.of("target", "bench"));
            return true;
        } catch (Exception e) {
            System.err.println("bench: " + benchmark.name() + " could not run:");
            e.printStackTrace();
            return false;
        }
    }
}
