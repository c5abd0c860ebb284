package netseat.automation;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Is told how a script goes on. What is typed is never said here. */
public interface StepReport {
    /**
     * A step was done.
     *
     * @param answer what it has to say, such as the screen's text
     */
    void done(Step step, Duration took, Optional<String> answer);

    /**
     * A step's wait failed, and the script ends with it.
     *
     * @param picture the file that shows the screen
     */
    void failed(Step step, WaitFailedException why, Path picture);
}
