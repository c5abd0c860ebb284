package netseat.state;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What may be done within one transaction; on its thread, and not after its end. Values are texts, whole numbers, booleans,
 * byte arrays or null, each at the place of a question mark.
 */
public final class Transaction {
    /** What is done in a transaction that has a result. */
    @FunctionalInterface
    public interface Work<T> {
        /**
         * Does it.
         *
         * @throws SQLException when SQLite refuses: then all of the transaction is undone
         */
        T in(Transaction transaction) throws SQLException;
    }

    /** What is done in a transaction. */
    @FunctionalInterface
    public interface Change {
        /**
         * Does it.
         *
         * @throws SQLException when SQLite refuses: then all of the transaction is undone
         */
        void in(Transaction transaction) throws SQLException;
    }

    private final Connection connection;

    Transaction(Connection connection) {
        this.connection = connection;
    }

    /**
     * Inserts, updates or deletes.
     *
     * @return how many rows it has changed
     */
    public int update(String sql, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values)) {
            return statement.executeUpdate();
        }
    }

    /** Every row of an answer, in its order. */
    public <T> List<T> list(String sql, Row.Reader<T> reader, @Nullable Object... values) throws SQLException {
        List<T> all = new ArrayList<>();
        try (PreparedStatement statement = prepare(sql, values);
                ResultSet result = statement.executeQuery()) {
            Row row = new Row(result);
            while (result.next()) {
                all.add(reader.read(row));
            }
        }
        return all;
    }

    /** The first row of an answer, if there is one. */
    public <T> Optional<T> first(String sql, Row.Reader<T> reader, @Nullable Object... values) throws SQLException {
        try (PreparedStatement statement = prepare(sql, values);
                ResultSet result = statement.executeQuery()) {
            return result.next() ? Optional.of(reader.read(new Row(result))) : Optional.empty();
        }
    }

    private PreparedStatement prepare(String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            for (int i = 0; i < values.length; i++) {
                statement.setObject(
                        i + 1, values[i] instanceof Boolean flag ? Integer.valueOf(flag ? 1 : 0) : values[i]);
            }
            return statement;
        } catch (SQLException e) {
            statement.close();
            throw e;
        }
    }
}
