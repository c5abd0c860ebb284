package netseat.desk;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import netseat.automation.BadFileException;
import netseat.automation.Recording;
import netseat.screen.Png;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Plays a recording of a script into PNG files. */
@Command(
        name = "recording",
        mixinStandardHelpOptions = true,
        description = {
            "Saves each picture of a recording, which a script's 'record' has made, as a PNG file whose name says when it was",
            "shown, in seconds: 00012.345.png.",
            ""
        })
final class RecordingCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "FILE", description = "the recording")
    private Path recording = Path.of("");

    @Parameters(
            index = "1",
            paramLabel = "DIR",
            description = "the folder for the pictures; it is made if it is not there")
    private Path folder = Path.of("");

    private long count;

    @Override
    public Integer call() throws CommandFailure {
        try {
            Files.createDirectories(folder);
            Recording.play(recording, (micros, picture) -> {
                Files.write(folder.resolve(name(micros)), Png.encode(picture));
                count++;
            });
        } catch (BadFileException e) {
            throw new CommandFailure(ExitStatus.USAGE, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new CommandFailure(ExitStatus.FAULT, "cannot play " + recording + ": " + e);
        }
        System.out.println(count + " pictures in " + folder);
        return ExitStatus.OK;
    }

    private static String name(long micros) {
        long millis = micros / 1000;
        return "%05d.%03d.png".formatted(millis / 1000, millis % 1000);
    }
}
