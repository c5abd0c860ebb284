package netseat.screen;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The decoder against the written vectors, which others build their decoders by. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
class PictureVectorsTest {
    @Test
    void everyVectorShowsWhatItSays() throws IOException, BadPictureException {
        List<PictureVectors.Vector> vectors = PictureVectors.read();
        assertThat(vectors).hasSizeGreaterThan(10);
        assertShows(vectors);
    }

    @Test
    void theMakerMakesThemOfTheSameNames() throws IOException, BadPictureException {
        List<PictureVectors.Vector> made = PictureVectorMaker.make();
        assertThat(made)
                .extracting(PictureVectors.Vector::name)
                .isEqualTo(PictureVectors.read().stream()
                        .map(PictureVectors.Vector::name)
                        .toList());
        assertShows(made);
    }

    private static void assertShows(List<PictureVectors.Vector> vectors) throws BadPictureException {
        for (PictureVectors.Vector vector : vectors) {
            PictureDecoder unit = new PictureDecoder();
            assertThat(vector.frames()).as(vector.name()).isNotEmpty();
            for (PictureVectors.Frame frame : vector.frames()) {
                unit.decode(ByteBuffer.wrap(frame.commands()));
                assertThat(PictureVectors.describe(unit)).as(vector.name()).isEqualTo(frame.shown());
            }
        }
    }
}
