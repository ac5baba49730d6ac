package io.shortener.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shortener.startup.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The PostgreSQL that comes with the service. */
class EmbeddedDatabaseTest {
  @TempDir private static Path directory;

  @SuppressWarnings("NullAway.Init")
  private static EmbeddedDatabase database;

  @SuppressWarnings("NullAway.Init")
  private static Jdbi tables;

  /** The rest of a first start that was killed must not keep the next one from its work. */
  @BeforeAll
  static void startAfterAnInterruptedFirstStart() throws IOException {
    Files.createDirectories(directory.resolve("postgres.new/base"));
    Files.writeString(directory.resolve("postgres.new/PG_VERSION"), "18\n");
    start();
  }

  @AfterAll
  static void stop() throws IOException {
    database.stop();
  }

  private static void start() {
    database = EmbeddedDatabase.in(directory);
    database.start();
    DatabaseAddress address = database.address();
    tables = Jdbi.create(address.jdbcUrl(), address.user(), address.password());
  }

  @ParameterizedTest
  @CsvSource({
    "fsync, on",
    "synchronous_commit, on",
    "full_page_writes, on",
    "listen_addresses, localhost",
    "password_encryption, scram-sha-256",
    "server_encoding, UTF8",
    "TimeZone, UTC"
  })
  void serverRunsWith(String setting, String value) {
    assertThat(select("SELECT current_setting('" + setting + "')")).isEqualTo(value);
  }

  /** One that somebody else may be given at any moment would be taken now and then. */
  @Test
  void portIsNoneThatSystemsGiveToConnections() {
    assertThat(Integer.parseInt(select("SELECT current_setting('port')")))
        .isBetween(20_000, 32_767);
  }

  @Test
  void roleOfTheServiceIsNoSuperuser() {
    assertThat(
            select(
                """
                SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication
                FROM pg_roles WHERE rolname = current_user
                """))
        .isEqualTo("f");
  }

  @ParameterizedTest
  @CsvSource({"shortener, wrong", "shortener, ''", "postgres, wrong", "postgres, ''"})
  void nobodyGetsInWithoutThePassword(String user, String password) {
    assertThatThrownBy(
            () -> DriverManager.getConnection(database.address().jdbcUrl(), user, password).close())
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("password");
  }

  @ParameterizedTest
  @CsvSource({
    "?user=shortener,                 somebody,  PASSWORD",
    "?user=shortener&password=PASSWORD, somebody,  wrong",
    "?options=-capplication_name=currentuser=x, shortener, PASSWORD"
  })
  void whatTheUrlDoesNotNameIsLeftToTheSettings(String parameters, String user, String password)
      throws SQLException {
    String own = database.address().password();
    String url = database.address().jdbcUrl() + parameters.replace("PASSWORD", own);
    DatabaseAddress named =
        new DatabaseSettings(url, "", 0, "", user, password.replace("PASSWORD", own), 0, 0)
            .address()
            .orElseThrow();

    try (Connection connection = named.connect("test", Duration.ofSeconds(2))) {
      assertThat(connection.getMetaData().getUserName()).isEqualTo("shortener");
    }
  }

  @Test
  void nothingIsLeftOfTheInterruptedFirstStart() {
    assertThat(directory.resolve("postgres.new")).doesNotExist();
  }

  @Test
  void othersMayNeitherReadThePasswordNorTouchTheBinaries() throws IOException {
    assertThat(permissions("postgres-password")).isEqualTo("rw-------");
    assertThat(permissions("postgres")).isEqualTo("rwx------");
    assertThat(permissions("postgres-binaries")).isEqualTo("rwx------");
  }

  @Test
  void restartKeepsTheData() throws Exception {
    try (Connection connection = tables.open().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE kept AS SELECT 'still here' AS text");
    }
    database.stop();
    start();

    assertThat(select("SELECT text FROM kept")).isEqualTo("still here");
  }

  /** In a container the next process is often one of those that have the ids of the last. */
  @Test
  void processThatGotTheIdOfAKilledServerKeepsNoneFromItsStart() throws IOException {
    Path pidFile = directory.resolve("postgres/postmaster.pid");
    List<String> lines = Files.readAllLines(pidFile);
    database.stop();
    Process other = new ProcessBuilder("cat").start();
    lines.set(0, Long.toString(other.pid()));
    Files.write(pidFile, lines);

    try {
      start();
    } finally {
      other.destroy();
    }

    assertThat(select("SELECT 1")).isEqualTo("1");
  }

  @Test
  void secondInstanceIsRefused() {
    assertThatThrownBy(() -> EmbeddedDatabase.in(directory))
        .isInstanceOf(StartupException.class)
        .hasMessage(
            "Another instance uses the data directory %s; stop it, or give this one another"
                + " DATA_DIR or a DATABASE_HOST.",
            directory);
  }

  @Test
  void directoryThatCannotBeWrittenIsNamed(@TempDir Path elsewhere) throws IOException {
    Path file = Files.writeString(elsewhere.resolve("file"), "");

    assertThatThrownBy(() -> EmbeddedDatabase.in(file.resolve("data")))
        .isInstanceOf(StartupException.class)
        .hasMessage(
            "The data directory %s cannot be written; give DATA_DIR a directory that this user may"
                + " write to.",
            file.resolve("data"));
  }

  private static String permissions(String name) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(directory.resolve(name)));
  }

  private static String select(String query) {
    return tables.withHandle(handle -> handle.createQuery(query).mapTo(String.class).one());
  }
}
