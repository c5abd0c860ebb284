package netseat.desk;

import io.nayuki.qrcodegen.QrCode;

/** QR codes in the characters of a terminal, two modules a character. Pure functions. */
final class QrCodeText {
    /** Readers want light around the code. */
    private static final int MARGIN = 2;

    /** By the upper module, then the lower; light is drawn, since terminals are dark. */
    private static final String[] BLOCKS = {"█", "▀", "▄", " "};

    private QrCodeText() {}

    /** The lines of the code of a text. */
    static String of(String text) {
        QrCode code = QrCode.encodeText(text, QrCode.Ecc.LOW);
        StringBuilder lines = new StringBuilder();
        for (int y = -MARGIN; y < code.size + MARGIN; y += 2) {
            for (int x = -MARGIN; x < code.size + MARGIN; x++) {
                int upper = code.getModule(x, y) ? 2 : 0;
                int lower = code.getModule(x, y + 1) ? 1 : 0;
                lines.append(BLOCKS[upper + lower]);
            }
            lines.append('\n');
        }
        return lines.toString();
    }
}
