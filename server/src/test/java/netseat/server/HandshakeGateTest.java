package netseat.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HandshakeGateTest {
    private final HandshakeGate gate = new HandshakeGate();

    @Test
    void oneAddressHasItsShareAndAllTogetherTheirs() {
        for (int i = 0; i < HandshakeGate.MOST; i++) {
            assertThat(gate.enter("10.0.0." + i / HandshakeGate.MOST_OF_ADDRESS))
                    .isTrue();
        }
        assertThat(gate.enter("10.1.0.1")).as("the house is full").isFalse();
        gate.leave("10.0.0.1");
        assertThat(gate.enter("10.0.0.0")).as("this one's share").isFalse();
        assertThat(gate.enter("10.1.0.1")).isTrue();
        assertThat(gate.enter("10.0.0.1")).isFalse();
        for (int i = 1; i < HandshakeGate.MOST_OF_ADDRESS; i++) {
            gate.leave("10.0.0.1");
        }
        assertThat(gate.enter("10.0.0.1")).isTrue();
    }
}
