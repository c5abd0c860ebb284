package netseat.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteConfig;

/**
 * All that the controller remembers, in one SQLite file that any stock tool reads and that is whole at any moment: a write is
 * on the disk when it returns, or has not been. Any thread but an event loop, as everything here waits for the disk; writers
 * take turns.
 */
public final class Database implements AutoCloseable {
    /** The file's name in the state folder. */
    public static final String FILE = "netseat.db";

    private static final Logger log = LoggerFactory.getLogger(Database.class);

    /** For stock tools that write meanwhile; ours take turns by the lock. */
    private static final int BUSY_MILLIS = 5_000;

    /** Up to here the whole file is checked at each start, which takes some milliseconds a MiB. */
    private static final long CHECKED_LENGTH = 16 << 20;

    private final Path file;
    private final ReentrantLock turn = new ReentrantLock();
    private final Connection connection;

    private Database(Path file, Connection connection) {
        this.file = file;
        this.connection = connection;
    }

    /**
     * Opens the database of a state folder, made when there is none, and brings it to this program's version.
     *
     * @param folder one that nobody else may write to
     * @throws DatabaseException when that cannot be; the message says what to do
     */
    public static Database open(Path folder) {
        return open(folder, Schema.newest());
    }

    /** One whose file is of this version: for tests of what comes after. */
    static Database open(Path folder, int version) {
        Path file = folder.resolve(FILE);
        try {
            PrivateFiles.make(file);
        } catch (IOException e) {
            throw new DatabaseException("cannot make " + file + ": " + e.getMessage(), e);
        }
        NativeLibrary.unpackTo(folder);
        try {
            return new Database(file, opened(file, version));
        } catch (SQLException e) {
            throw failure(file, e);
        }
    }

    private static Connection opened(Path file, int version) throws SQLException {
        Connection connection = connect(file);
        try {
            int found = Schema.version(connection);
            if (found > version) {
                throw new DatabaseException(file + " was written by a newer Netseat (its version is " + found
                        + ", this program knows those up to " + version
                        + "): start that one, or restore a backup that was made before");
            }
            if (found > 0 && Files.size(file) <= CHECKED_LENGTH) {
                check(file, connection, "quick_check");
            }
            Schema.bringTo(connection, version);
            if (found > 0 && found < version) {
                log.info("{} is brought from version {} to {}", file, found, version);
            }
            return connection;
        } catch (IOException e) {
            connection.close();
            throw new DatabaseException("cannot read " + file + ": " + e.getMessage(), e);
        } catch (SQLException | DatabaseException e) {
            connection.close();
            throw e;
        }
    }

    private static Connection connect(Path file) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setBusyTimeout(BUSY_MILLIS);
        config.enforceForeignKeys(true);
        return config.createConnection("jdbc:sqlite:" + file);
    }

    private static void check(Path file, Connection connection, String pragma) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("PRAGMA " + pragma + "(1)")) {
            String words = result.getString(1);
            if (!"ok".equals(words)) {
                throw damaged(file, new SQLException(words));
            }
        }
    }

    private static DatabaseException failure(Path file, SQLException e) {
        int code = e.getErrorCode() & 0xFF;
        return code == 11 || code == 26 // SQLITE_CORRUPT, SQLITE_NOTADB
                ? damaged(file, e)
                : new DatabaseException("the database " + file + ": " + e.getMessage(), e);
    }

    private static DatabaseException damaged(Path file, SQLException e) {
        return new DatabaseException(
                file + " is damaged (" + e.getMessage() + "): restore a backup in its place, without the files " + FILE
                        + "-wal and " + FILE
                        + "-shm beside it; or move all three away, and every device must be admitted"
                        + " anew",
                e);
    }

    /**
     * Reads, from one moment's state.
     *
     * @throws DatabaseException when it cannot be read
     */
    public <T> T read(Transaction.Work<T> work) {
        return within("BEGIN", work);
    }

    /**
     * Changes something, all of it or nothing: an exception undoes what was done before it. When this returns it is on the
     * disk.
     *
     * @throws DatabaseException when it cannot be written
     */
    public void write(Transaction.Change change) {
        within("BEGIN IMMEDIATE", transaction -> {
            change.in(transaction);
            return true;
        });
    }

    /** The same with a result. */
    public <T> T writeAndGet(Transaction.Work<T> work) {
        return within("BEGIN IMMEDIATE", work);
    }

    private <T> T within(String begin, Transaction.Work<T> work) {
        if (turn.isHeldByCurrentThread()) {
            throw new IllegalStateException("a transaction within a transaction");
        }
        turn.lock();
        try (Statement statement = connection.createStatement()) {
            statement.execute(begin);
            boolean done = false;
            try {
                T result = work.in(new Transaction(connection));
                statement.execute("COMMIT");
                done = true;
                return result;
            } finally {
                if (!done) {
                    undo(statement);
                }
            }
        } catch (SQLException e) {
            throw failure(file, e);
        } finally {
            turn.unlock();
        }
    }

    private static void undo(Statement statement) {
        try {
            statement.execute("ROLLBACK");
        } catch (SQLException e) {
            log.debug("SQLite has undone it itself", e); // a full disk, for one
        }
    }

    /**
     * Writes a copy of the whole database as it is at one moment, and checks it; others go on reading and writing meanwhile.
     *
     * @param copy the file, of mode 0600, replaced when it is there
     * @throws DatabaseException when it cannot be written or is not whole; then the old file is as it was
     */
    public void backup(Path copy) {
        try {
            PrivateFiles.replace(copy, next -> {
                try {
                    copyTo(next);
                } catch (SQLException e) {
                    throw new IOException(e.getMessage(), e);
                }
            });
        } catch (IOException e) {
            throw new DatabaseException("no backup to " + copy + ": " + e.getMessage(), e);
        }
    }

    private void copyTo(Path empty) throws SQLException {
        try (Connection reader = connect(file);
                var statement = reader.prepareStatement("VACUUM INTO ?")) {
            statement.setString(1, empty.toString());
            statement.executeUpdate();
        }
        try (Connection made = new SQLiteConfig().createConnection("jdbc:sqlite:" + empty)) {
            check(empty, made, "integrity_check");
        }
    }

    /** Writes what is in the log beside the file into the file, and closes it. */
    @Override
    public void close() {
        turn.lock();
        try {
            connection.close();
        } catch (SQLException e) {
            throw failure(file, e);
        } finally {
            turn.unlock();
        }
    }
}
