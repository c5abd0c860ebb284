package netseat.qemu;

import java.nio.ByteOrder;

/**
 * The layout of a message's header and the messages that we send.
 *
 * @see <a href="https://dbus.freedesktop.org/doc/dbus-specification.html#message-protocol-messages">the
 *     specification</a>
 */
final class DbusMessage {
    static final int METHOD_CALL = 1;
    static final int METHOD_RETURN = 2;
    static final int ERROR = 3;
    static final int SIGNAL = 4;

    static final int NO_REPLY_EXPECTED = 1;

    static final int FIELD_PATH = 1;
    static final int FIELD_INTERFACE = 2;
    static final int FIELD_MEMBER = 3;
    static final int FIELD_ERROR_NAME = 4;
    static final int FIELD_REPLY_SERIAL = 5;
    static final int FIELD_DESTINATION = 6;
    static final int FIELD_SENDER = 7;
    static final int FIELD_SIGNATURE = 8;
    static final int FIELD_UNIX_FDS = 9;

    /** Byte order, type, flags, version; then length of the body, serial, length of the fields. */
    static final int TYPE_OFFSET = 1;

    static final int FLAGS_OFFSET = 2;
    static final int VERSION_OFFSET = 3;
    static final int BODY_LENGTH_OFFSET = 4;
    static final int SERIAL_OFFSET = 8;
    static final int FIELDS_LENGTH_OFFSET = 12;
    static final int FIXED_SIZE = 16;

    static final byte LITTLE = 'l';
    static final byte BIG = 'B';
    static final int VERSION = 1;

    private DbusMessage() {}

    /** Where a call goes. */
    record Target(String destination, String path, String interfaceName) {}

    static byte[] call(int serial, Target target, String member, String signature, DbusWriter body) {
        return call(serial, target, member, signature, body, 0);
    }

    /** @param fds how many descriptors go with it */
    static byte[] call(int serial, Target target, String member, String signature, DbusWriter body, int fds) {
        DbusWriter fields = new DbusWriter();
        stringField(fields, FIELD_PATH, "o", target.path());
        stringField(fields, FIELD_INTERFACE, "s", target.interfaceName());
        stringField(fields, FIELD_MEMBER, "s", member);
        if (!target.destination().isEmpty()) {
            stringField(fields, FIELD_DESTINATION, "s", target.destination());
        }
        signatureField(fields, signature);
        if (fds > 0) {
            fields.align(8).uint8(FIELD_UNIX_FDS).signature("u").int32(fds);
        }
        return message(METHOD_CALL, 0, serial, fields, body);
    }

    static byte[] reply(int serial, int replySerial, String signature, DbusWriter body) {
        DbusWriter fields = new DbusWriter();
        fields.align(8).uint8(FIELD_REPLY_SERIAL).signature("u").int32(replySerial);
        signatureField(fields, signature);
        return message(METHOD_RETURN, NO_REPLY_EXPECTED, serial, fields, body);
    }

    static byte[] error(int serial, int replySerial, String errorName) {
        DbusWriter fields = new DbusWriter();
        fields.align(8).uint8(FIELD_REPLY_SERIAL).signature("u").int32(replySerial);
        stringField(fields, FIELD_ERROR_NAME, "s", errorName);
        return message(ERROR, NO_REPLY_EXPECTED, serial, fields, new DbusWriter());
    }

    private static void stringField(DbusWriter fields, int code, String type, String value) {
        fields.align(8).uint8(code).signature(type).string(value);
    }

    private static void signatureField(DbusWriter fields, String signature) {
        if (!signature.isEmpty()) {
            fields.align(8).uint8(FIELD_SIGNATURE).signature("g").signature(signature);
        }
    }

    private static byte[] message(int type, int flags, int serial, DbusWriter fields, DbusWriter body) {
        return new DbusWriter()
                .uint8(LITTLE)
                .uint8(type)
                .uint8(flags)
                .uint8(VERSION)
                .int32(body.size())
                .int32(serial)
                .int32(fields.size())
                .raw(fields.toBytes())
                .align(8)
                .raw(body.toBytes())
                .toBytes();
    }

    static ByteOrder order(boolean little) {
        return little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN;
    }
}
