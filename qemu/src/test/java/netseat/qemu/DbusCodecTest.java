package netseat.qemu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(10)
class DbusCodecTest {
    private static final DbusMessage.Target TARGET = new DbusMessage.Target("org.qemu", "/a/b", "x.Y");

    /** Aligned like real buffers are. */
    private static MemorySegment segment(byte[] bytes) {
        return MemorySegment.ofArray(new long[(bytes.length + 7) / 8])
                .asSlice(0, bytes.length)
                .copyFrom(MemorySegment.ofArray(bytes));
    }

    private static DbusHeader parse(byte[] bytes) throws DbusException {
        MemorySegment data = segment(bytes);
        long length = DbusHeader.messageLength(data, 0, bytes.length, 1 << 20);
        assertThat(length).isEqualTo(bytes.length);
        DbusHeader header = new DbusHeader();
        header.parse(data, 0, length);
        return header;
    }

    private static List<Object> read(byte[] bytes, String signature, boolean little) throws DbusException {
        DbusReader reader = new DbusReader();
        reader.reset(segment(bytes), 0, 0, bytes.length, little);
        List<Object> values = reader.values(signature);
        assertThat(reader.atEnd()).isTrue();
        return values;
    }

    @Test
    void readsWhatItWrites() throws DbusException {
        String signature = "ybnqiuxtdsogasa{sv}(iay)a(yx)";
        List<Object> values = List.of(
                (byte) 7,
                true,
                (short) -2,
                (short) 3,
                -4,
                5,
                -6L,
                7L,
                0.5,
                "schön",
                "/a",
                "a{sv}",
                List.of("x", "y", ""),
                Map.of("one", new DbusWriter.Variant("u", 1)),
                List.of(9, List.of((byte) 1, (byte) 2)),
                List.of(List.of((byte) 1, 2L), List.of((byte) 3, 4L)));
        byte[] bytes = new DbusWriter().values(signature, values).toBytes();
        List<Object> read = read(bytes, signature, true);
        assertThat(read.subList(0, 13)).isEqualTo(values.subList(0, 13));
        assertThat(read.get(13)).isEqualTo(Map.of("one", 1));
        assertThat(read.subList(14, 16)).isEqualTo(values.subList(14, 16));
    }

    @Test
    void readsBigEndianValues() throws DbusException {
        byte[] bytes = {0, 0, 0, 5, 0, 7, 0, 0, 0, 0, 0, 1, 'x', 0};
        assertThat(read(bytes, "uqs", false)).isEqualTo(List.of(5, (short) 7, "x"));
    }

    @Test
    void writesCallsThatItUnderstands() throws DbusException {
        byte[] bytes = DbusMessage.call(
                3, TARGET, "Do", "su", new DbusWriter().string("hello").int32(4));
        DbusHeader header = parse(bytes);
        assertThat(header.type()).isEqualTo(DbusMessage.METHOD_CALL);
        assertThat(header.wantsReply()).isTrue();
        assertThat(header.serial()).isEqualTo(3);
        assertThat(header.text(DbusMessage.FIELD_PATH)).isEqualTo("/a/b");
        assertThat(header.text(DbusMessage.FIELD_INTERFACE)).isEqualTo("x.Y");
        assertThat(header.text(DbusMessage.FIELD_MEMBER)).isEqualTo("Do");
        assertThat(header.text(DbusMessage.FIELD_DESTINATION)).isEqualTo("org.qemu");
        assertThat(header.is(DbusMessage.FIELD_MEMBER, new byte[] {'D', 'o'})).isTrue();
        assertThat(header.is(DbusMessage.FIELD_MEMBER, new byte[] {'D', 'x'})).isFalse();
        assertThat(header.is(DbusMessage.FIELD_SENDER, new byte[] {'D'})).isFalse();
        assertThat(header.body(new DbusReader()).values("su")).isEqualTo(List.of("hello", 4));
    }

    @Test
    void writesRepliesAndErrorsThatItUnderstands() throws DbusException {
        DbusHeader reply = parse(DbusMessage.reply(2, 9, "b", new DbusWriter().int32(1)));
        assertThat(reply.type()).isEqualTo(DbusMessage.METHOD_RETURN);
        assertThat(reply.replySerial()).isEqualTo(9);
        assertThat(reply.wantsReply()).isFalse();
        assertThat(reply.body(new DbusReader()).bool()).isTrue();
        DbusHeader error = parse(DbusMessage.error(3, 8, "some.Error"));
        assertThat(error.type()).isEqualTo(DbusMessage.ERROR);
        assertThat(error.replySerial()).isEqualTo(8);
        assertThat(error.text(DbusMessage.FIELD_ERROR_NAME)).isEqualTo("some.Error");
    }

    @Test
    void readsABigEndianMessage() throws DbusException {
        byte[] bytes = {
            'B', 4, 1, 1, 0, 0, 0, 4, 0, 0, 0, 9, 0, 0, 0, 7, // fixed: signal, body of 4, serial 9, fields of 7
            8, 1, 'g', 0, 1, 'i', 0, 0, // signature "i", padding
            0, 0, 1, 2
        };
        DbusHeader header = parse(bytes);
        assertThat(header.type()).isEqualTo(DbusMessage.SIGNAL);
        assertThat(header.serial()).isEqualTo(9);
        assertThat(header.text(DbusMessage.FIELD_SIGNATURE)).isEqualTo("i");
        assertThat(header.body(new DbusReader()).int32()).isEqualTo(258);
    }

    @Test
    void ignoresUnknownHeaderFields() throws DbusException {
        byte[] bytes = {
            'l', 4, 1, 1, 0, 0, 0, 0, 9, 0, 0, 0, 8, 0, 0, 0, // fixed: signal without a body, fields of 8
            77, 1, 'u', 0, 5, 0, 0, 0
        };
        assertThat(parse(bytes).serial()).isEqualTo(9);
    }

    @Test
    void saysNothingOfAnIncompleteHeader() throws DbusException {
        byte[] bytes = DbusMessage.error(1, 1, "x.Y");
        assertThat(DbusHeader.messageLength(segment(bytes), 0, 15, 1000)).isZero();
        assertThat(DbusHeader.messageLength(segment(bytes), 0, 16, 1000)).isEqualTo(bytes.length);
    }

    @Test
    void refusesMessagesThatAnnounceTooMuch() {
        byte[] body = {'l', 1, 0, 1, -1, -1, -1, -1, 1, 0, 0, 0, 0, 0, 0, 0};
        byte[] fields = {'l', 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 1, 0};
        byte[] order = {'x', 1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0};
        for (byte[] bytes : List.of(body, fields, order)) {
            assertThatThrownBy(() -> DbusHeader.messageLength(segment(bytes), 0, 16, 1 << 27))
                    .isInstanceOf(DbusException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "(", "()", "(i", "{sv}x", "z", "aaaaaaaaaaaaaaaaaaaaai", "a{", "a{s", ")"})
    void refusesBadSignatures(String signature) {
        assertThatThrownBy(() -> {
                    int end = DbusSignature.end(signature, 0);
                    if (end != signature.length() || signature.startsWith("{")) {
                        throw new DbusException("more than one type");
                    }
                })
                .isInstanceOf(DbusException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"s", "ay", "a{sv}", "o", "g", "v", "x", "(is)"})
    void refusesValuesBeyondTheEnd(String signature) {
        byte[] bytes = {-1, -1, -1, 0, 0, 0};
        assertThatThrownBy(() -> read(bytes, signature, true)).isInstanceOf(DbusException.class);
    }

    @Test
    void refusesArraysThatEndWithinAnElement() {
        byte[] bytes = {6, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0};
        assertThatThrownBy(() -> read(bytes, "au", true)).isInstanceOf(DbusException.class);
    }

    @Test
    void refusesVariantsWithinVariantsWithoutEnd() {
        byte[] bytes = new byte[300];
        for (int i = 0; i < bytes.length; i += 3) {
            bytes[i] = 1;
            bytes[i + 1] = 'v';
        }
        assertThatThrownBy(() -> read(bytes, "v", true)).isInstanceOf(DbusException.class);
    }

    @Test
    void refusesBadBooleansAndUnendedStrings() {
        assertThatThrownBy(() -> read(new byte[] {2, 0, 0, 0}, "b", true)).isInstanceOf(DbusException.class);
        assertThatThrownBy(() -> read(new byte[] {1, 0, 0, 0, 'x', 'y'}, "s", true))
                .isInstanceOf(DbusException.class);
    }

    @Test
    void leavesNoByteOfTheSegmentUnaligned() throws DbusException {
        byte[] bytes = DbusMessage.call(1, TARGET, "M", "t", new DbusWriter().int64(0x0102030405060708L));
        MemorySegment shifted = MemorySegment.ofArray(new byte[bytes.length + 3]);
        MemorySegment.copy(bytes, 0, shifted, ValueLayout.JAVA_BYTE, 3, bytes.length);
        DbusHeader header = new DbusHeader();
        header.parse(shifted, 3, bytes.length);
        assertThat(header.body(new DbusReader()).int64()).isEqualTo(0x0102030405060708L);
    }
}
