package netseat.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class DatabaseTest {
    @TempDir
    Path folder = Path.of("");

    private static void plug(Transaction transaction, String seat, String vm) throws SQLException {
        transaction.update(
                "INSERT INTO plugs (seat, vm) VALUES (?, ?) ON CONFLICT DO UPDATE SET vm = excluded.vm", seat, vm);
    }

    private static List<String> plugs(Database database) {
        return database.read(transaction -> transaction.list(
                "SELECT seat, vm FROM plugs ORDER BY seat", row -> row.text("seat") + '=' + row.text("vm")));
    }

    @Test
    void remembersWhatWasWritten() {
        try (Database database = Database.open(folder)) {
            database.write(transaction -> plug(transaction, "a", "linux"));
        }
        try (Database database = Database.open(folder)) {
            assertThat(plugs(database)).containsExactly("a=linux");
        }
    }

    @Test
    void isForItsOwnerAlone() throws IOException {
        Files.createFile(folder.resolve(Database.FILE));
        Files.setPosixFilePermissions(folder.resolve(Database.FILE), PosixFilePermissions.fromString("rw-r--r--"));
        try (Database database = Database.open(folder)) {
            database.write(transaction -> plug(transaction, "a", "linux"));
            database.backup(folder.resolve("copy"));
            try (var files = Files.list(folder)) {
                List<Path> all = files.toList();
                assertThat(all)
                        .map(file -> String.valueOf(file.getFileName()))
                        .contains("netseat.db", "netseat.db-wal", "netseat.db-shm", "copy");
                assertThat(all)
                        .allSatisfy(
                                file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                                        .as(file.toString())
                                        .isEqualTo("rw-------"));
            }
        }
    }

    @Test
    void undoesAllOfAChangeThatFails() {
        try (Database database = Database.open(folder)) {
            database.write(transaction -> plug(transaction, "a", "linux"));
            assertThatThrownBy(() -> database.write(transaction -> {
                        plug(transaction, "a", "dos");
                        throw new IllegalArgumentException("no");
                    }))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> database.write(transaction -> {
                        plug(transaction, "b", "dos");
                        transaction.update("INSERT INTO plugs (seat) VALUES (NULL)");
                    }))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("NOT NULL");
            assertThat(plugs(database)).containsExactly("a=linux");
        }
    }

    @Test
    void refusesATransactionWithinAnother() {
        try (Database database = Database.open(folder)) {
            assertThatThrownBy(() -> database.write(outer -> plugs(database)))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    static IntStream olderVersions() {
        return IntStream.range(0, Schema.newest());
    }

    @ParameterizedTest
    @MethodSource("olderVersions")
    void bringsFilesOfEachOlderVersionToThisOne(int older) {
        try (Database database = Database.open(folder, older)) {
            if (older > 0) {
                database.write(transaction -> {
                    plug(transaction, "a", "linux");
                    transaction.update("INSERT INTO plug_presets (name) VALUES ('night')");
                    transaction.update(
                            "INSERT INTO plug_preset_plugs (plug_preset, seat, vm) VALUES ('night', 'a', 'linux')");
                });
            }
        }
        try (Database database = Database.open(folder)) {
            assertThat(plugs(database)).hasSize(older > 0 ? 1 : 0);
            assertThat(version(database)).isEqualTo(Schema.newest());
            List<String> night = database.read(in -> in.list(
                    "SELECT vm, head, observe FROM plug_preset_plugs",
                    row -> row.text("vm") + " " + row.number("head") + " " + row.number("observe")));
            assertThat(night).isEqualTo(older > 0 ? List.of("linux 0 0") : List.of());
        }
    }

    private static long version(Database database) {
        return database.read(transaction -> transaction.first("PRAGMA user_version", row -> row.number("user_version")))
                .orElseThrow();
    }

    @Test
    void refusesAFileOfANewerVersion() throws IOException {
        Path file = folder.resolve(Database.FILE);
        try (Database database = Database.open(folder)) {
            database.write(transaction -> transaction.update("PRAGMA user_version = " + (Schema.newest() + 1)));
        }
        byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> Database.open(folder))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("newer Netseat")
                .hasMessageContaining(file.toString());
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
    }

    @Test
    void refusesADamagedFileAndSaysWhatToDo() throws IOException {
        Path file = folder.resolve(Database.FILE);
        try (Database database = Database.open(folder)) {
            database.write(transaction -> {
                for (int i = 0; i < 2_000; i++) {
                    plug(transaction, "seat" + i, "linux");
                }
            });
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (long page = 4; page * 4_096 < channel.size(); page++) {
                channel.write(ByteBuffer.wrap("\0\5nonsense".getBytes(StandardCharsets.ISO_8859_1)), page * 4_096);
            }
        }
        assertThatThrownBy(() -> Database.open(folder))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("is damaged")
                .hasMessageContaining("restore a backup");
        Files.writeString(file, "This is no database at all. ".repeat(200));
        assertThatThrownBy(() -> Database.open(folder))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("is damaged");
    }

    @Test
    void forgetsTheTransactionInWhichItsProgramWasKilled() throws IOException, InterruptedException {
        try (Database database = Database.open(folder)) {
            database.write(transaction -> plug(transaction, "a", "linux"));
        }
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Killed.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(out.readLine()).isEqualTo("in the middle");
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();
        try (Database database = Database.open(folder)) {
            assertThat(plugs(database)).containsExactly("a=linux", "b=linux");
        }
    }

    /** Commits one change, is in the midst of another, far larger than SQLite keeps in memory, and waits there. */
    static final class Killed {
        private Killed() {}

        public static void main(String[] arguments) {
            Database database = Database.open(Path.of(arguments[0]));
            database.write(transaction -> plug(transaction, "b", "linux"));
            database.write(transaction -> {
                plug(transaction, "a", "dos");
                for (int i = 0; i < 50_000; i++) {
                    plug(transaction, "a seat with a name that is long enough to fill pages " + i, "dos");
                }
                System.out.println("in the middle");
                try {
                    Thread.sleep(60_000);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            });
        }
    }

    @Test
    void writersTakeTurnsAndReadersSeeWholeStates() throws Exception {
        try (Database database = Database.open(folder);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            database.write(transaction -> {
                plug(transaction, "a", "0");
                plug(transaction, "b", "0");
            });
            List<Future<?>> all = new ArrayList<>();
            for (int writer = 0; writer < 4; writer++) {
                all.add(threads.submit(() -> {
                    for (int i = 0; i < 25; i++) {
                        database.write(transaction -> transaction.update("UPDATE plugs SET vm = vm + 1"));
                    }
                }));
                all.add(threads.submit(() -> {
                    for (int i = 0; i < 100; i++) {
                        List<String> seen = plugs(database);
                        assertThat(seen.getFirst().substring(2))
                                .isEqualTo(seen.getLast().substring(2));
                    }
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
            assertThat(plugs(database)).containsExactly("a=100", "b=100");
        }
    }

    @Test
    void backsUpAWholeStateWhileOthersWrite() throws Exception {
        try (Database database = Database.open(folder);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            database.write(transaction -> {
                plug(transaction, "a", "0");
                plug(transaction, "b", "0");
            });
            Future<?> writer = threads.submit(() -> {
                while (!Thread.currentThread().isInterrupted()) {
                    database.write(transaction -> transaction.update("UPDATE plugs SET vm = vm + 1 WHERE seat = 'a'"));
                    database.write(transaction -> {
                        transaction.update("UPDATE plugs SET vm = vm + 1 WHERE seat = 'a'");
                        transaction.update("UPDATE plugs SET vm = vm + 2 WHERE seat = 'b'");
                    });
                }
            });
            for (int i = 0; i < 5; i++) {
                Path restored = Files.createDirectory(folder.resolve("restored" + i));
                database.backup(restored.resolve(Database.FILE));
                try (Database copy = Database.open(restored)) {
                    List<String> seen = plugs(copy);
                    int a = Integer.parseInt(seen.getFirst().substring(2));
                    int b = Integer.parseInt(seen.getLast().substring(2));
                    assertThat(a - b).isBetween(0, 1);
                }
            }
            assertThat(writer.isDone()).isFalse();
            writer.cancel(true);
        }
    }

    @Test
    void aBackupThatCannotBeWrittenLeavesTheOldOne() throws IOException {
        try (Database database = Database.open(folder)) {
            Path copy = Files.writeString(folder.resolve("copy"), "the old one");
            assertThatThrownBy(() -> database.backup(folder.resolve("missing").resolve("copy")))
                    .isInstanceOf(DatabaseException.class)
                    .hasMessageContaining("missing");
            assertThat(copy).hasContent("the old one");
            database.backup(copy);
            assertThat(Files.size(copy)).isGreaterThan(4_096);
        }
    }
}
