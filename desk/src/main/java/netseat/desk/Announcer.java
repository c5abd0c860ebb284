package netseat.desk;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import netseat.device.DeviceEnd;
import netseat.device.DeviceLink;
import netseat.device.ForwardingEnd;
import netseat.device.FoundController;
import netseat.protocol.AdmissionState;
import netseat.protocol.ByeReason;
import netseat.protocol.DeviceId;
import netseat.protocol.PlugState;
import netseat.protocol.ProtocolException;

/**
 * Tells the person how the link stands, a line for each change, and hands everything on to the device itself. Knows when
 * there is no more to wait for: any thread may {@link #await} that.
 */
public final class Announcer extends ForwardingEnd {
    private final PrintStream out;
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile boolean reached;
    private volatile boolean admitted;
    private volatile int status = ExitStatus.OK;
    private volatile String why = "";

    // Of the link's thread.
    private String said = "";

    /** @param out where the lines go */
    public Announcer(DeviceEnd end, PrintStream out) {
        super(end);
        this.out = out;
    }

    /**
     * Waits until the link has ended for good.
     *
     * @param giveUpSeconds when to give up a link that is not admitted until then; 0 = never
     * @throws CommandFailure when it is revoked, its pairing code is refused, or it is given up
     */
    public void await(int giveUpSeconds) throws CommandFailure, InterruptedException {
        if (giveUpSeconds > 0 && !over.await(giveUpSeconds, TimeUnit.SECONDS) && !admitted) {
            throw reached
                    ? new CommandFailure(
                            ExitStatus.NOT_ADMITTED,
                            "not admitted within " + giveUpSeconds + " s; an administrator"
                                    + " admits it at the controller, or gives a pairing code (--pairing-code)")
                    : new CommandFailure(
                            ExitStatus.NO_CONTROLLER, "no controller within " + giveUpSeconds + " s: " + why);
        }
        over.await();
        if (status != ExitStatus.OK) {
            throw new CommandFailure(status, why);
        }
    }

    /** The program is told to end. */
    public void end() {
        over.countDown();
    }

    /** Says it once; nothing more when the program ends, which nobody need be told. */
    private void say(String line) {
        if (over.getCount() > 0 && !line.equals(said)) {
            said = line;
            out.println(line);
            out.flush();
        }
    }

    private void fail(int with, String words) {
        status = with;
        why = words;
        over.countDown();
    }

    @Override
    public void found(FoundController controller) {
        say("Found the controller " + controller + ".");
        super.found(controller);
    }

    @Override
    public void opened(DeviceLink link) {
        reached = true;
        say("Connected.");
        super.opened(link);
    }

    @Override
    public void closed(String words) {
        why = words;
        say("Not connected: " + words + ". It tries again by itself.");
        super.closed(words);
    }

    @Override
    public void admission(AdmissionState state, DeviceId device) throws ProtocolException {
        admitted = state == AdmissionState.ADMITTED;
        say(
                admitted
                        ? "Admitted."
                        : "Pending: an administrator has to admit device " + device.brief() + " at the controller.");
        super.admission(state, device);
    }

    @Override
    public void identify(int peripheral, int seconds) throws ProtocolException {
        if (seconds > 0) {
            say("Asked to show itself for " + seconds + " s.");
        }
        super.identify(peripheral, seconds);
    }

    @Override
    public void redirect(String host, int port, boolean keep) throws ProtocolException {
        say("Sent to the controller at " + host + " port " + port + (keep ? ", for good." : ", this once."));
        super.redirect(host, port, keep);
    }

    @Override
    public void status(int peripheral, PlugState state, String machine, String text) throws ProtocolException {
        String words = text.isEmpty() ? "" : " (" + text + ")";
        say(
                switch (state) {
                    case UNPLUGGED -> "Plugged into no virtual machine" + words + ".";
                    case OFF -> "Plugged into " + machine + ", which is off" + words + ".";
                    case STARTING -> "Plugged into " + machine + ", which starts" + words + ".";
                    case RUNNING -> "Plugged into " + machine + words + ".";
                    case PAUSED -> "Plugged into " + machine + ", which is paused" + words + ".";
                    case FAILED -> "Plugged into " + machine + ", which has failed" + words + ".";
                    case WAITING -> "A unit waits for its own admission" + words + ".";
                });
        super.status(peripheral, state, machine, text);
    }

    @Override
    public void bye(int peripheral, ByeReason reason, String text) throws ProtocolException {
        say("The controller says good-bye" + (text.isEmpty() ? "." : ": " + text + "."));
        if (reason == ByeReason.REVOKED) {
            fail(ExitStatus.REVOKED, "an administrator has shut this device out");
        } else if (reason == ByeReason.NOT_ADMITTED) {
            fail(ExitStatus.NOT_ADMITTED, "the controller does not admit this device: " + text);
        }
        super.bye(peripheral, reason, text);
    }
}
