package netseat.state;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The tables, by numbered scripts beside this class. A file's version ({@code PRAGMA user_version}) is how many of them it has
 * seen; those that are missing run in order, each in a transaction with its number. A script that was delivered is never
 * changed again: what is to be different is one more script.
 */
final class Schema {
    private static final List<String> SCRIPTS = List.of(
            "001-plugboard.sql", "002-access.sql", "003-plugs.sql", "004-providers.sql", "005-plug-presets.sql");

    private Schema() {}

    /** The newest version. */
    static int newest() {
        return SCRIPTS.size();
    }

    /** Which version a file is of; 0 for a new one. */
    static int version(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA user_version")) {
            return result.getInt(1);
        }
    }

    /** Brings the file to this version, which is at most the newest. */
    static void bringTo(Connection connection, int version) throws SQLException {
        for (int done = version(connection); done < version; done++) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                try {
                    statement.executeUpdate(script(SCRIPTS.get(done)));
                    statement.executeUpdate("PRAGMA user_version = " + (done + 1));
                    statement.execute("COMMIT");
                } catch (SQLException e) {
                    statement.execute("ROLLBACK");
                    throw e;
                }
            }
        }
    }

    private static String script(String name) {
        try (InputStream in = Schema.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("there is no script " + name + " beside " + Schema.class);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("the script " + name + " cannot be read", e);
        }
    }
}
