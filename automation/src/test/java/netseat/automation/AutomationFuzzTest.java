package netseat.automation;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Files of somebody else's: what they are, or a {@link BadFileException} or {@link BadScriptException}, nothing else. */
class AutomationFuzzTest {
    @FuzzTest(maxExecutions = 5000)
    void font(byte[] file) {
        try {
            ConsoleFont font = FontFile.parse("fuzz", file);
            assert font.glyphs().stream().allMatch(glyph -> glyph.rows().length == font.height());
            assert new GlyphTable(font, font.height()).count() == font.height();
        } catch (BadFileException e) {
            assert e != null;
        }
    }

    @FuzzTest(maxExecutions = 3000)
    void recording(byte[] file) throws IOException {
        try {
            Recording.play(new ByteArrayInputStream(file), (micros, picture) -> {
                assert picture.width() > 0;
            });
        } catch (BadFileException e) {
            assert e != null;
        }
    }

    /** A script without commands that read files, which a fuzzer must not be let loose on. */
    @FuzzTest(maxExecutions = 2000)
    void script(byte[] file) {
        String text = new String(file, StandardCharsets.UTF_8);
        if (text.matches("(?s).*(file:|picture|set|save|record).*")) {
            return;
        }
        try {
            assert Script.parse(text.lines().toList(), name -> null).steps().size() <= text.length();
        } catch (BadScriptException e) {
            assert e != null;
        }
    }
}
