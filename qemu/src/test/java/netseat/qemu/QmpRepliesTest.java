package netseat.qemu;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(10)
class QmpRepliesTest {
    private final List<String> heard = new ArrayList<>();
    private final QmpReplies replies = new QmpReplies();
    private final QmpReplies.Sink sink = new QmpReplies.Sink() {
        @Override
        public void input(boolean accepted) {
            heard.add("input " + accepted);
        }

        @Override
        public void refreshed() {
            heard.add("refreshed");
        }

        @Override
        public void other(byte[] line) {
            heard.add(new String(line, UTF_8));
        }
    };

    private void take(String text) throws IOException {
        replies.take(ByteBuffer.wrap(text.getBytes(UTF_8)), sink);
    }

    /** As QEMU 7.2 really writes them. */
    @Test
    void tellsAnswersApart() throws IOException {
        take("{\"return\": {}, \"id\": \"i\"}\r\n");
        take("{\"id\": \"i\", \"error\": {\"class\": \"GenericError\", \"desc\": \"VM not running\"}}\r\n");
        take("{\"error\": {\"class\": \"GenericError\", \"desc\": \"failed to open file '': No such file\"}}\r\n");
        take("{\"return\": {}, \"id\": 7}\r\n");
        take("{\"error\": {\"class\": \"GenericError\", \"desc\": \"no\"}, \"id\": 8}\r\n"); // in any order, not a
        // refresh
        assertThat(heard)
                .containsExactly(
                        "input true",
                        "input false",
                        "refreshed",
                        "{\"return\": {}, \"id\": 7}",
                        "{\"error\": {\"class\": \"GenericError\", \"desc\": \"no\"}, \"id\": 8}");
    }

    @Test
    void putsPiecesTogether() throws IOException {
        for (char c : "{\"return\": {}, \"id\": \"i\"}\r\n{\"event\": \"STOP\"}\n\n".toCharArray()) {
            take(String.valueOf(c));
        }
        assertThat(heard).containsExactly("input true", "{\"event\": \"STOP\"}");
    }

    @Test
    void refusesALineWithoutEnd() {
        String much = "x".repeat(1 << 20);
        assertThatThrownBy(() -> {
                    for (int i = 0; i < 5; i++) {
                        take(much);
                    }
                })
                .isInstanceOf(IOException.class);
        assertThat(heard).isEmpty();
    }
}
