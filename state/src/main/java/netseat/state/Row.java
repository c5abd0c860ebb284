package netseat.state;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** One row of an answer, while it is being read; on the thread of the transaction. */
public final class Row {
    /** Makes something of a row. */
    @FunctionalInterface
    public interface Reader<T> {
        /**
         * Reads the row's columns.
         *
         * @throws SQLException when there is no such column
         */
        T read(Row row) throws SQLException;
    }

    private final ResultSet result;

    Row(ResultSet result) {
        this.result = result;
    }

    /**
     * A text that is never null.
     *
     * @throws SQLException when there is no such column, or it is null
     */
    public String text(String column) throws SQLException {
        return optionalText(column).orElseThrow(() -> new SQLException(column + " is null"));
    }

    /** A text; empty where it is null. */
    public Optional<String> optionalText(String column) throws SQLException {
        return Optional.ofNullable(result.getString(column));
    }

    /** A whole number; 0 where it is null. */
    public long number(String column) throws SQLException {
        return result.getLong(column);
    }

    /** Whether a number is not 0. */
    public boolean flag(String column) throws SQLException {
        return number(column) != 0;
    }

    /**
     * Bytes that are never null.
     *
     * @throws SQLException when there is no such column, or it is null
     */
    public byte[] bytes(String column) throws SQLException {
        byte[] bytes = result.getBytes(column);
        if (bytes == null) {
            throw new SQLException(column + " is null");
        }
        return bytes;
    }
}
