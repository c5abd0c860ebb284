package netseat.protocol;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Writes down what it is told, in either direction. */
final class Recorder implements ToController, ToDevice {
    private final List<String> heard = new ArrayList<>();

    List<String> heard() {
        return heard;
    }

    private void note(Object... what) {
        StringBuilder line = new StringBuilder();
        for (Object part : what) {
            line.append(line.isEmpty() ? "" : " ").append(part);
        }
        heard.add(line.toString());
    }

    @Override
    public void hello(int lowestVersion, int highestVersion, String agent) {
        note("hello", lowestVersion, highestVersion, agent);
    }

    @Override
    public void attach(int peripheral, Attachment attachment) {
        note("attach", peripheral, attachment);
    }

    @Override
    public void detach(int peripheral) {
        note("detach", peripheral);
    }

    @Override
    public void key(int peripheral, int page, int code, KeyAction action) {
        note("key", peripheral, page, code, action);
    }

    @Override
    public void motion(int peripheral, int dx, int dy) {
        note("motion", peripheral, dx, dy);
    }

    @Override
    public void position(int peripheral, int x, int y) {
        note("position", peripheral, x, y);
    }

    @Override
    public void button(int peripheral, int button, boolean down) {
        note("button", peripheral, button, down);
    }

    @Override
    public void wheel(int peripheral, int vertical, int horizontal) {
        note("wheel", peripheral, vertical, horizontal);
    }

    @Override
    public void pictureShown(int peripheral, int mark) {
        note("shown", peripheral, mark);
    }

    @Override
    public void pictureLost(int peripheral) {
        note("lost", peripheral);
    }

    @Override
    public void size(int peripheral, int width, int height) {
        note("size", peripheral, width, height);
    }

    @Override
    public void pair(String code) {
        note("pair", code);
    }

    @Override
    public void admission(AdmissionState state, DeviceId device) {
        note("admission", state, device);
    }

    @Override
    public void identify(int peripheral, int seconds) {
        note("identify", peripheral, seconds);
    }

    @Override
    public void redirect(String host, int port, boolean keep) {
        note("redirect", host, port, keep);
    }

    @Override
    public void welcome(int version, String controller) {
        note("welcome", version, controller);
    }

    @Override
    public void attached(int peripheral, String name) {
        note("attached", peripheral, name);
    }

    @Override
    public void status(int peripheral, PlugState state, String machine, String text) {
        note("status", peripheral, state, machine, text);
    }

    @Override
    public void leds(int peripheral, int leds) {
        note("leds", peripheral, leds);
    }

    @Override
    public void pointerMode(int peripheral, boolean absolute) {
        note("mode", peripheral, absolute);
    }

    @Override
    public void picture(int peripheral, int mark, int answers, boolean last, ByteBuffer commands) {
        note("picture", peripheral, mark, answers, last, commands.remaining());
    }

    @Override
    public void touch(int peripheral, TouchReport report) {
        StringBuilder contacts = new StringBuilder();
        for (int i = 0; i < report.count(); i++) {
            contacts.append(i == 0 ? "" : ", ").append(report.id(i)).append(' ').append(report.state(i));
            contacts.append(' ').append(report.x(i)).append(' ').append(report.y(i));
        }
        note("touch", peripheral, contacts);
    }

    @Override
    public void touchMode(int peripheral, int contacts) {
        note("touchmode", peripheral, contacts);
    }

    @Override
    public void blank(int peripheral, boolean dark) {
        note("blank", peripheral, dark);
    }

    @Override
    public void ping(long token) {
        note("ping", token);
    }

    @Override
    public void pong(long token) {
        note("pong", token);
    }

    @Override
    public void bye(int peripheral, ByeReason reason, String text) {
        note("bye", peripheral, reason, text);
    }
}
