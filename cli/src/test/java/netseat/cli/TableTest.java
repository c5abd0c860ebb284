package netseat.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void columnsAreAsWideAsTheirWidestCellAndNoLineEndsInBlanks() {
        Table table = new Table("VM", "STATE", "TITLE");
        table.row("grub", "running", "");
        table.row("a", "off", "Long");

        assertThat(printed(table)).isEqualTo("""
                VM    STATE    TITLE
                grub  running  -
                a     off      Long
                """);
    }

    @Test
    void withoutRowsItSaysSo() {
        assertThat(printed(new Table("VM"))).isEqualTo("nothing\n");
    }

    @Test
    void whatADeviceCallsItselfCannotSteerTheTerminal() {
        Table table = new Table("NAME");
        table.row("a\u001b[2Jb\u202ec\nd");

        assertThat(printed(table)).isEqualTo("NAME\na?[2Jb?c?d\n");
    }

    @Test
    void aRowThatDoesNotFitIsOurMistake() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Table("VM", "STATE").row("grub"));
    }

    private static String printed(Table table) {
        StringWriter text = new StringWriter();
        table.print(new PrintWriter(text), "nothing");
        return text.toString().replace(System.lineSeparator(), "\n");
    }
}
