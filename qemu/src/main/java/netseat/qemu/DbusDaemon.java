package netseat.qemu;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The private bus of one machine: a {@code dbus-daemon} with a configuration of its own, to which QEMU connects once
 * and controllers as often as they like.
 *
 * @see <a href="https://dbus.freedesktop.org/doc/dbus-daemon.1.html">its manual</a>
 */
final class DbusDaemon {
    private DbusDaemon() {}

    /** Starts it; it listens a few milliseconds later. */
    static OwnProcess start(VmFolder folder) throws IOException {
        Files.writeString(folder.busConfiguration(), configuration(folder));
        return OwnProcess.start(
                List.of("dbus-daemon", "--nofork", "--nosyslog", "--config-file=" + folder.busConfiguration()),
                folder,
                folder.busLog());
    }

    /** Only processes of our own user get in, and those may do anything: the bus is a pipe between them and QEMU. */
    static String configuration(VmFolder folder) {
        return """
            <!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
             "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
            <busconfig>
              <type>session</type>
              <listen>%s</listen>
              <pidfile>%s</pidfile>
              <auth>EXTERNAL</auth>
              <policy context="default">
                <allow send_destination="*" eavesdrop="true"/>
                <allow own="*"/>
                <allow eavesdrop="true"/>
              </policy>
            </busconfig>
            """.formatted(
                        xml(address(folder.busSocket())), xml(folder.busPid().toString()));
    }

    /** The D-Bus address of a unix socket: all but a few characters are written as %xx. */
    static String address(Path socket) {
        StringBuilder address = new StringBuilder("unix:path=");
        for (byte b : socket.toString().getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (b & 0xFF);
            boolean plain = c < 0x80 && (Character.isLetterOrDigit(c) || "-_/.".indexOf(c) >= 0);
            address.append(plain ? String.valueOf(c) : "%%%02x".formatted((int) c));
        }
        return address.toString();
    }

    private static String xml(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
