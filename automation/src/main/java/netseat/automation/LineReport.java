package netseat.automation;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Tells a person how a script goes on, a line for each step. */
public final class LineReport implements StepReport {
    private final PrintStream out;
    private final PrintStream log;

    /**
     * A report.
     *
     * @param out for what steps have to say, such as the screen's text
     * @param log for everything else
     */
    public LineReport(PrintStream out, PrintStream log) {
        this.out = out;
        this.log = log;
    }

    @Override
    public void done(Step step, Duration took, Optional<String> answer) {
        log.printf("%4d  %s  (%.1f s)%n", step.line(), step.words(), took.toMillis() / 1000.0);
        answer.ifPresent(out::println);
    }

    @Override
    public void failed(Step step, WaitFailedException why, Path picture) {
        log.printf("line %d: %s: %s%nThe screen is in %s.%n", step.line(), step.words(), why.getMessage(), picture);
    }
}
