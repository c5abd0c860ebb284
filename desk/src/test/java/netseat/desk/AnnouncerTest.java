package netseat.desk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import netseat.protocol.AdmissionState;
import netseat.protocol.ByeReason;
import netseat.protocol.DeviceId;
import netseat.protocol.FrameHeader;
import netseat.protocol.PlugState;
import netseat.protocol.ProtocolException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a person is told, and what the program ends with. */
@Timeout(value = 20, unit = TimeUnit.SECONDS)
class AnnouncerTest {
    private static final DeviceId ID = new DeviceId("0123456789abcdef".repeat(4));

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Announcer announcer =
            new Announcer(new DeskEnd(new Peripherals()), new PrintStream(said, true, StandardCharsets.UTF_8));

    private int end(int giveUp) throws InterruptedException {
        try {
            announcer.await(giveUp);
            return ExitStatus.OK;
        } catch (CommandFailure e) {
            said.writeBytes((e.getMessage() + "\n").getBytes(StandardCharsets.UTF_8));
            return e.status();
        }
    }

    private String said() {
        return said.toString(StandardCharsets.UTF_8);
    }

    @Test
    void fromTheFirstTryToTheMachine() throws ProtocolException, InterruptedException {
        announcer.closed("no link to 10.0.2.2 port 18356: Connection refused");
        announcer.closed("no link to 10.0.2.2 port 18356: Connection refused");
        announcer.opened(new SentFrames());
        announcer.admission(AdmissionState.PENDING, ID);
        announcer.admission(AdmissionState.ADMITTED, ID);
        announcer.status(1, PlugState.RUNNING, "vm", "");
        announcer.status(2, PlugState.RUNNING, "vm", "");
        announcer.end();
        announcer.bye(FrameHeader.LINK, ByeReason.NORMAL, "");
        announcer.closed("the controller closed the link");
        assertThat(end(0)).isEqualTo(ExitStatus.OK);
        assertThat(said().lines())
                .containsExactly(
                        "Not connected: no link to 10.0.2.2 port 18356: Connection refused. It tries again by itself.",
                        "Connected.",
                        "Pending: an administrator has to admit device 0123456789 at the controller.",
                        "Admitted.",
                        "Plugged into vm.");
    }

    @Test
    void revoked() throws ProtocolException, InterruptedException {
        announcer.bye(FrameHeader.LINK, ByeReason.REVOKED, "revoked");
        assertThat(end(0)).isEqualTo(ExitStatus.REVOKED);
        assertThat(said()).contains("an administrator has shut this device out");
    }

    @Test
    void aWrongPairingCode() throws ProtocolException, InterruptedException {
        announcer.bye(FrameHeader.LINK, ByeReason.NOT_ADMITTED, "three wrong pairing codes");
        assertThat(end(0)).isEqualTo(ExitStatus.NOT_ADMITTED);
    }

    @Test
    void nobodyIsThereAndItGivesUp() throws InterruptedException {
        announcer.closed("nobody there");
        assertThat(end(1)).isEqualTo(ExitStatus.NO_CONTROLLER);
        assertThat(said()).contains("no controller within 1 s: nobody there");
    }

    @Test
    void nobodyAdmitsItAndItGivesUp() throws ProtocolException, InterruptedException {
        announcer.opened(new SentFrames());
        announcer.admission(AdmissionState.PENDING, ID);
        assertThat(end(1)).isEqualTo(ExitStatus.NOT_ADMITTED);
    }
}
