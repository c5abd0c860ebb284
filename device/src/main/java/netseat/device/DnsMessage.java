package netseat.device;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * As much of a DNS message (RFC 1035, 6762, 6763) as is needed to find a service on the local network: the question, and
 * what answers say of names, services and texts. Pure functions. Names are in lower case, with a dot after
 * each label but the last, and a backslash before a dot within one.
 */
final class DnsMessage {
    /** The longest message that is read. */
    static final int MAX_LENGTH = 9000;

    private static final int HEADER = 12;
    private static final int RESPONSE = 0x8000;
    private static final int MAX_RECORDS = 256;
    private static final int MAX_NAME = 255;
    private static final int MAX_LABEL = 63;
    private static final int POINTER = 0xC0;

    private static final int PTR = 12;
    private static final int TXT = 16;
    private static final int SRV = 33;
    private static final int ANY_CLASS = 0x7FFF; // above it is the bit that says: forget what you knew
    private static final int INTERNET = 1;

    private final ByteBuffer message;

    private DnsMessage(ByteBuffer message) {
        this.message = message;
    }

    /** What an answer says. */
    sealed interface Answer {
        /** Of what it speaks. */
        String name();
    }

    /** One of a service's instances. */
    record Instance(String name, String instance) implements Answer {}

    /** Where an instance is. */
    record Service(String name, String host, int port) implements Answer {}

    /** What is to be known of an instance. */
    record Text(String name, Map<String, String> values) implements Answer {}

    /** The bytes are no answer. */
    static final class BadMessageException extends Exception {
        private static final long serialVersionUID = 1L;

        BadMessageException(String message) {
            super(message, null, false, false);
        }
    }

    /** The question which instances of a service there are, such as {@code _netseat._tcp.local}. */
    static byte[] question(String service) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0}); // a query with one question
        for (String label : service.split("\\.", -1)) {
            byte[] bytes = label.getBytes(StandardCharsets.UTF_8);
            out.write(bytes.length);
            out.writeBytes(bytes);
        }
        out.writeBytes(new byte[] {0, 0, PTR, 0, INTERNET});
        return out.toByteArray();
    }

    /**
     * Reads an answer, from position to limit. What it says of other kinds is left out.
     *
     * @throws BadMessageException when it is none, or longer than any that is taken
     */
    static List<Answer> read(ByteBuffer bytes) throws BadMessageException {
        if (bytes.remaining() < HEADER || bytes.remaining() > MAX_LENGTH) {
            throw new BadMessageException("a message of " + bytes.remaining() + " bytes");
        }
        return new DnsMessage(bytes.slice()).answers();
    }

    private List<Answer> answers() throws BadMessageException {
        message.getShort(); // its number, which is 0 or the question's
        int flags = u16();
        if ((flags & RESPONSE) == 0 || (flags & 0x780F) != 0) {
            throw new BadMessageException("no answer, or one of a fault");
        }
        int questions = u16();
        int records = u16() + u16() + u16();
        if (questions + records > MAX_RECORDS) {
            throw new BadMessageException(questions + records + " records");
        }
        for (int i = 0; i < questions; i++) {
            name();
            u16();
            u16();
        }
        List<Answer> answers = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            record(answers);
        }
        return answers;
    }

    private void record(List<Answer> answers) throws BadMessageException {
        String name = name();
        int type = u16();
        int kind = u16() & ANY_CLASS;
        u16();
        u16(); // for how long it is true: it is used at once
        int length = u16();
        int end = message.position() + length;
        if (length > message.remaining()) {
            throw new BadMessageException("a record that is cut short");
        }
        if (kind == INTERNET) {
            switch (type) {
                case PTR -> answers.add(new Instance(name, name()));
                case SRV -> {
                    u16();
                    u16(); // priority and weight: it is one of one
                    int port = u16();
                    answers.add(new Service(name, name(), port));
                }
                case TXT -> answers.add(new Text(name, values(end)));
                default -> message.position(end);
            }
        } else {
            message.position(end);
        }
        if (message.position() != end) {
            throw new BadMessageException("a record of another length than it says");
        }
    }

    private Map<String, String> values(int end) throws BadMessageException {
        Map<String, String> values = new LinkedHashMap<>();
        while (message.position() < end) {
            int length = u8();
            if (length > end - message.position()) {
                throw new BadMessageException("a text that is cut short");
            }
            String text = text(length);
            int equals = text.indexOf('=');
            if (equals > 0) {
                values.putIfAbsent(text.substring(0, equals).toLowerCase(Locale.ROOT), text.substring(equals + 1));
            }
        }
        return values;
    }

    /** The name at the position, which ends after it; a pointer leads only backwards, so that it ends. */
    private String name() throws BadMessageException {
        StringBuilder name = new StringBuilder();
        int after = -1;
        int lowest = message.position();
        for (int length = u8(); length != 0; length = u8()) {
            if (length >= POINTER) {
                int to = (length & ~POINTER) << Byte.SIZE | u8();
                after = after < 0 ? message.position() : after;
                if (to >= lowest) {
                    throw new BadMessageException("a name that points forward");
                }
                lowest = to;
                message.position(to);
            } else if (length > MAX_LABEL) {
                throw new BadMessageException("a label of a kind that nobody has");
            } else {
                name.append(name.isEmpty() ? "" : ".").append(text(length).replace(".", "\\."));
            }
            if (name.length() > MAX_NAME) {
                throw new BadMessageException("a name that is too long");
            }
        }
        if (after >= 0) {
            message.position(after);
        }
        return name.toString().toLowerCase(Locale.ROOT);
    }

    private String text(int length) throws BadMessageException {
        need(length);
        byte[] bytes = new byte[length];
        message.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private int u8() throws BadMessageException {
        need(1);
        return Byte.toUnsignedInt(message.get());
    }

    private int u16() throws BadMessageException {
        need(2);
        return Short.toUnsignedInt(message.getShort());
    }

    private void need(int bytes) throws BadMessageException {
        if (message.remaining() < bytes) {
            throw new BadMessageException("it ends early");
        }
    }
}
