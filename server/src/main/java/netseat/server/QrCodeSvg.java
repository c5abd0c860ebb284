package netseat.server;

import io.nayuki.qrcodegen.QrCode;
import netseat.protocol.DeviceId;

/** An identifier as a QR code, the same that a device shows, so that the two can be compared at a glance. Pure functions. */
final class QrCodeSvg {
    private static final int MARGIN = 4; // as the standard demands

    private QrCodeSvg() {}

    /** An SVG picture, black on white, whatever is around it. */
    static String of(DeviceId id) {
        QrCode code = QrCode.encodeText(id.toString(), QrCode.Ecc.LOW);
        int side = code.size + 2 * MARGIN;
        StringBuilder dark = new StringBuilder();
        for (int y = 0; y < code.size; y++) {
            for (int x = 0; x < code.size; x++) {
                if (code.getModule(x, y)) {
                    dark.append('M')
                            .append(x + MARGIN)
                            .append(' ')
                            .append(y + MARGIN)
                            .append("h1v1h-1z");
                }
            }
        }
        return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + side + " " + side
                + "\" shape-rendering=\"crispEdges\"><path fill=\"#fff\" d=\"M0 0h" + side + "v" + side + "H0z\"/>"
                + "<path d=\"" + dark + "\"/></svg>";
    }
}
