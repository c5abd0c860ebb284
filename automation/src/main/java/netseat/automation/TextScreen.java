package netseat.automation;

import java.util.List;

/**
 * A screen that was read as text.
 *
 * @param rows from the top, without the spaces at their ends; empty when no text was found. {@link #UNKNOWN} stands for a cell
 *     that is not blank and no character of the font
 * @param font by which it was read; empty when no text was found
 */
public record TextScreen(List<String> rows, String font) {
    /** What stands for a cell that is no character. */
    public static final char UNKNOWN = '\uFFFD';

    static final TextScreen NONE = new TextScreen(List.of(), "");

    /** Whether one row contains these words; any run of spaces is as good as another. */
    public boolean contains(String words) {
        String wanted = collapsed(words);
        return rows.stream().anyMatch(row -> collapsed(row).contains(wanted));
    }

    /**
     * Whether the last row that is not empty ends with these words: a prompt that waits for input. The cursor after it may look
     * like an underscore.
     */
    public boolean endsWith(String words) {
        String wanted = collapsed(words);
        return lastRow().endsWith(wanted) || collapsed(withoutCursor(lastRow())).endsWith(wanted);
    }

    private static String withoutCursor(String row) {
        return row.endsWith("_") ? row.substring(0, row.length() - 1) : row;
    }

    private String lastRow() {
        for (String row : rows.reversed()) {
            if (!row.isEmpty()) {
                return collapsed(row);
            }
        }
        return "";
    }

    /** Whether what was typed last is this, however it was broken into rows: spaces and rows' ends do not count. */
    boolean endsWithTyped(String typed) {
        String all = withoutSpaces(String.join("", rows));
        String wanted = withoutSpaces(typed);
        return all.endsWith(wanted) || withoutCursor(all).endsWith(wanted);
    }

    private static String withoutSpaces(String text) {
        return text.replaceAll("\\s+", "");
    }

    private static String collapsed(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    /** The rows as they stand, without the empty ones at the end. */
    @Override
    public String toString() {
        return String.join("\n", rows).stripTrailing();
    }
}
