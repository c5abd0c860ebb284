package netseat.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import netseat.server.HandshakeLine.Passage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 10, unit = TimeUnit.SECONDS)
class HandshakeLineTest {
    private final HandshakeLine line = new HandshakeLine();
    private final List<String> begun = new ArrayList<>();

    private Passage enter(String address) {
        return line.enter(address, () -> begun.add(address)).orElseThrow();
    }

    @Test
    void oneAddressHasItsShareAndAllTogetherTheirs() {
        List<Passage> passages = new ArrayList<>();
        for (int i = 0; i < HandshakeGate.MOST; i++) {
            passages.add(enter("10.0.0." + i / HandshakeGate.MOST_OF_ADDRESS));
        }
        assertThat(begun).hasSize(HandshakeGate.MOST);
        Passage late = enter("10.0.0.0");
        Passage stranger = enter("10.1.0.1");
        assertThat(begun).as("the house is full").hasSize(HandshakeGate.MOST);
        assertThat(line.waiting()).isEqualTo(2);
        passages.getLast().leave();
        assertThat(begun.getLast()).as("the other has its share").isEqualTo("10.1.0.1");
        stranger.leave();
        assertThat(begun).as("its share still").hasSize(HandshakeGate.MOST + 1);
        passages.getFirst().leave();
        assertThat(begun.getLast()).isEqualTo("10.0.0.0");
        assertThat(line.waiting()).isZero();
        late.leave();
        late.leave();
        passages.getFirst().leave();
        enter("10.0.0.0");
        assertThat(begun).hasSize(HandshakeGate.MOST + 3);
        assertThat(line.waiting()).as("nobody leaves twice").isZero();
    }

    @Test
    void theLineIsBoundedForAnAddressAndForAll() {
        for (int i = 0; i < HandshakeGate.MOST_OF_ADDRESS + HandshakeLine.MOST_WAITING_OF_ADDRESS; i++) {
            enter("10.0.0.1");
        }
        assertThat(begun).hasSize(HandshakeGate.MOST_OF_ADDRESS);
        assertThat(line.enter("10.0.0.1", () -> {})).isEmpty();
        for (int i = 0; line.waiting() < HandshakeLine.MOST_WAITING; i++) {
            enter("10.1." + i / 250 + "." + i % 250);
        }
        assertThat(line.enter("10.9.9.9", () -> {})).isEmpty();
    }

    @Test
    void whoGivesUpWaitingBeginsNoMore() {
        List<Passage> first = new ArrayList<>();
        for (int i = 0; i < HandshakeGate.MOST_OF_ADDRESS; i++) {
            first.add(enter("10.0.0.1"));
        }
        Passage impatient = enter("10.0.0.1");
        impatient.leave();
        first.getFirst().leave();
        assertThat(begun).hasSize(HandshakeGate.MOST_OF_ADDRESS);
        assertThat(line.waiting()).isZero();
    }
}
