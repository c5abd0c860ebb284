package netseat.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our own codec against the written vectors, which others build their devices by; both ways. */
@Timeout(value = 10, unit = TimeUnit.SECONDS)
class FrameVectorsTest {
    @Test
    void everyVectorSaysWhatStandsBesideIt() throws IOException, ProtocolException {
        List<FrameVectors.Vector> vectors = FrameVectors.read();
        assertThat(vectors).isNotEmpty();
        for (FrameVectors.Vector vector : vectors) {
            assertThat(FrameVectors.said(vector)).as(vector.hex()).isEqualTo(vector.said());
        }
    }

    @Test
    void ourWriterWritesTheSameBytes() throws IOException, ProtocolException {
        assertThat(FrameVectors.make()).isEqualTo(FrameVectors.read());
    }

    @Test
    void thereIsOneOfEveryType() throws IOException, IllegalAccessException {
        Set<Integer> types = new TreeSet<>();
        for (Field field : MessageType.class.getDeclaredFields()) {
            if (Modifier.isStatic(field.getModifiers()) && field.getType() == int.class) {
                types.add(field.getInt(null));
            }
        }
        assertThat(types).hasSizeGreaterThan(20);
        Set<Integer> written = new TreeSet<>();
        FrameVectors.read().forEach(vector -> written.add(FrameHeader.type(vector.frame(), 0)));
        assertThat(written).isEqualTo(types);
    }
}
