package netseat.controller;

import java.nio.ByteBuffer;
import netseat.protocol.ByeReason;
import netseat.protocol.DeviceId;
import netseat.protocol.FrameWriter;
import netseat.protocol.PlugState;
import netseat.protocol.ProtocolException;
import org.jspecify.annotations.Nullable;

/**
 * A peripheral of one of a hub's units, on the hub's link: it joins the seat of its unit, and none while that waits. When it
 * is shut out, the link and the other units go on; what it still says is dropped until it is attached anew. On the link's
 * thread.
 */
final class HubUnit implements Applicant {
    private final Adapter adapter;
    private final DeviceUnit unit;
    private final Admission admission;
    private final Presets presets;
    private @Nullable Seat seat;
    private boolean out;

    HubUnit(Adapter adapter, DeviceId hub, Controller controller) {
        this.adapter = adapter;
        this.unit = new DeviceUnit(hub, adapter.attachment().unit());
        adapter.belongsTo(unit);
        this.admission = controller.admission();
        this.presets = controller.presets();
    }

    @Override
    public Link link() {
        return adapter.link();
    }

    /** Where it is; null while it waits. */
    @Nullable
    Seat seat() {
        return seat;
    }

    /** Whether it was shut out. */
    boolean isOut() {
        return out;
    }

    /** It has been attached: finds its seat, or waits, or is out at once. */
    void enter() {
        try {
            admission.enter(this, unit).ifPresentOrElse(this::admittedTo, this::waits);
        } catch (ProtocolException e) {
            end(e.reason(), String.valueOf(e.getMessage()));
        }
    }

    private void waits() {
        sendAttached();
        ByteBuffer frame = ByteBuffer.allocate(512);
        String words = "Waits for an administrator to admit unit " + unit.unit() + ".";
        FrameWriter.status(frame, adapter.number(), PlugState.WAITING, "", words);
        link().send(frame.flip());
    }

    private void sendAttached() {
        ByteBuffer frame = ByteBuffer.allocate(320);
        FrameWriter.attached(frame, adapter.number(), adapter.name());
        link().send(frame.flip());
    }

    @Override
    public void admittedTo(Seat to) {
        if (out || to.equals(seat)) {
            return;
        }
        if (seat != null) {
            seat.leave(adapter);
        }
        seat = to;
        adapter.rename(to.nameFor(adapter.attachment().peripheralClass()));
        sendAttached();
        presets.attached(adapter, unit.device(), to.name());
        to.join(adapter); // which releases what it holds in the machine of the seat before
    }

    @Override
    public void end(ByeReason reason, String text) {
        if (!out) {
            leave();
            ByteBuffer frame = ByteBuffer.allocate(320);
            FrameWriter.bye(frame, adapter.number(), reason, text);
            link().send(frame.flip());
        }
    }

    /** It is detached, or its link is gone: everything that it holds is released. */
    void leave() {
        if (!out) {
            out = true;
            if (seat != null) {
                seat.leave(adapter); // first, so that the seat does not plug it in again
            }
            adapter.detach();
            presets.detached(adapter);
            admission.leave(this, unit);
        }
    }

    @Override
    public void identify(int seconds) {
        if (!out) {
            ByteBuffer frame = ByteBuffer.allocate(32);
            FrameWriter.identify(frame, adapter.number(), seconds);
            link().send(frame.flip());
        }
    }
}
