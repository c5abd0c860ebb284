package netseat.identity;

import java.io.ByteArrayOutputStream;

/** Writes DER (ITU-T X.690), as much as a certificate needs. Pure functions. */
final class Der {
    static final int INTEGER = 0x02;
    static final int BIT_STRING = 0x03;
    static final int OCTET_STRING = 0x04;
    static final int OBJECT_IDENTIFIER = 0x06;
    static final int UTF8_STRING = 0x0C;
    static final int UTC_TIME = 0x17;
    static final int GENERALIZED_TIME = 0x18;
    static final int SEQUENCE = 0x30;
    static final int SET = 0x31;

    /** [0], constructed. */
    static final int CONTEXT_0 = 0xA0;

    /** [3], constructed. */
    static final int CONTEXT_3 = 0xA3;

    /** A name of the domain name system among the names of a certificate, RFC 5280, section 4.2.1.6. */
    static final int DNS_NAME = 0x82;

    /** A network address there. */
    static final int IP_ADDRESS = 0x87;

    private static final int LONG_FORM = 0x80;

    private Der() {}

    /** One value, made of its parts one after another; at most 65,535 bytes. */
    static byte[] value(int tag, byte[]... parts) {
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            content.writeBytes(part);
        }
        int length = content.size();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (length < LONG_FORM) {
            out.write(length);
        } else if (length < 0x100) {
            out.write(LONG_FORM | 1);
            out.write(length);
        } else if (length < 0x10000) {
            out.write(LONG_FORM | 2);
            out.write(length >> 8);
            out.write(length);
        } else {
            throw new IllegalArgumentException("a value of " + length + " bytes");
        }
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }
}
