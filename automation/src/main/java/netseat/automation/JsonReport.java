package netseat.automation;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** Tells a program how a script goes on, a JSON object a line for each step. */
public final class JsonReport implements StepReport {
    private final PrintStream out;

    /** @param out where the lines go */
    public JsonReport(PrintStream out) {
        this.out = out;
    }

    @Override
    public void done(Step step, Duration took, Optional<String> answer) {
        out.println(begin(step, true) + ",\"seconds\":" + took.toMillis() / 1000.0
                + answer.map(text -> ",\"text\":" + quoted(text)).orElse("") + "}");
        out.flush();
    }

    @Override
    public void failed(Step step, WaitFailedException why, Path picture) {
        out.println(begin(step, false) + ",\"error\":" + quoted(String.valueOf(why.getMessage())) + ",\"text\":"
                + quoted(why.text().toString()) + ",\"picture\":" + quoted(picture.toString()) + "}");
        out.flush();
    }

    private static String begin(Step step, boolean ok) {
        return "{\"line\":" + step.line() + ",\"command\":" + quoted(step.words()) + ",\"ok\":" + ok;
    }

    /** A JSON string (RFC 8259, section 7). */
    static String quoted(String text) {
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char each = text.charAt(i);
            switch (each) {
                case '"', '\\' -> json.append('\\').append(each);
                case '\n' -> json.append("\\n");
                default -> {
                    if (each < ' ' || Character.isSurrogate(each)) {
                        json.append("\\u%04x".formatted((int) each));
                    } else {
                        json.append(each);
                    }
                }
            }
        }
        return json.append('"').toString();
    }
}
