package io.shortener.database;

import io.dropwizard.lifecycle.Managed;
import io.shortener.startup.StartupException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL whose binaries come with the service and whose data stay in its data directory.
 *
 * <p>What a killed process left behind, a server without a master or a half-made cluster, is
 * cleared away at the next start. It listens on loopback alone, on a free port, and asks for a
 * password that is made once and kept beside the data.
 */
public final class EmbeddedDatabase implements Managed {
  private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddedDatabase.class);

  private static final Duration START_LIMIT = Duration.ofMinutes(1);
  private static final String NAME = "shortener";
  private static final int FIRST_PORT = 20_000;

  /** Linux gives these by default; other systems begin higher. */
  private static final int FIRST_PORT_OF_CONNECTIONS = 32_768;

  private static final int PORT_TRIES = 100;

  private final DataDirectory directory;
  private final String password;
  private final int port;
  private @Nullable EmbeddedPostgres postgres;

  private EmbeddedDatabase(DataDirectory directory, String password, int port) {
    this.directory = directory;
    this.password = password;
    this.port = port;
  }

  /**
   * Takes hold of the data directory; the server does not run yet.
   *
   * @throws StartupException when the directory is in use or cannot be written
   */
  public static EmbeddedDatabase in(Path dataDirectory) {
    DataDirectory directory = DataDirectory.hold(dataDirectory);
    return new EmbeddedDatabase(directory, directory.password(), freePort());
  }

  /** Where the service's own database will be, owned by a role that is no superuser. */
  public DatabaseAddress address() {
    return new DatabaseAddress("jdbc:postgresql://localhost:" + port + "/" + NAME, NAME, password);
  }

  /**
   * Starts the server, making its data on the first start.
   *
   * @throws StartupException when it does not come up
   */
  @Override
  public void start() {
    try {
      new Orphan(directory).clearAway();
      if (!Files.exists(directory.cluster())) {
        create();
      }
      postgres = run(directory.cluster());
      createOwnDatabase(postgres);
      LOGGER.info("Embedded PostgreSQL listens on port {}", port);
    } catch (IOException | SQLException | IllegalStateException e) {
      throw new StartupException(
          "Embedded PostgreSQL did not start ("
              + e.getMessage()
              + "); see "
              + directory.startLog()
              + ".",
          e);
    }
  }

  /** Stops the server as an administrator would: transactions end, nothing is lost. */
  @Override
  public void stop() throws IOException {
    if (postgres != null) {
      postgres.close();
      LOGGER.info("Embedded PostgreSQL has stopped");
    }
    directory.close();
  }

  /**
   * One that no system gives to a connection that somebody opens, so that it is still free when the
   * server starts.
   */
  private static int freePort() {
    return ThreadLocalRandom.current()
        .ints(PORT_TRIES, FIRST_PORT, FIRST_PORT_OF_CONNECTIONS)
        .filter(EmbeddedDatabase::isFree)
        .findFirst()
        .orElseThrow(() -> new StartupException("There is no free port for embedded PostgreSQL."));
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket(port)) {
      return socket.isBound();
    } catch (IOException e) {
      return false;
    }
  }

  /** Made beside its place and moved there when whole, so that a kill leaves nothing half-made. */
  private void create() throws IOException {
    LOGGER.info("Making a PostgreSQL cluster in {}", directory.cluster());
    FileUtils.deleteDirectory(directory.draft().toFile());
    run(directory.draft()).close();
    Files.move(directory.draft(), directory.cluster(), StandardCopyOption.ATOMIC_MOVE);
  }

  private EmbeddedPostgres run(Path cluster) throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(cluster)
            .setPort(port)
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPGStartupWait(START_LIMIT)
            .setOverrideWorkingDirectory(directory.programs().toFile())
            .setOutputRedirector(Redirect.to(directory.startLog().toFile()))
            .setConnectConfig("password", password);
    // The builder hands these to initdb as they are, be they about locale or not.
    Map.of(
            "locale", "C.UTF-8",
            "auth-host", "scram-sha-256",
            "pwfile", directory.passwordFile().toString())
        .forEach(builder::setLocaleConfig);
    serverSettings().forEach(builder::setServerConfig);
    return builder.start();
  }

  /** The library's own defaults are those of a throw-away server: it does not sync its files. */
  private static Map<String, String> serverSettings() {
    return Map.ofEntries(
        Map.entry("fsync", "on"),
        Map.entry("synchronous_commit", "on"),
        Map.entry("full_page_writes", "on"),
        Map.entry("max_connections", "100"),
        // After each checkpoint the first click on a link writes its whole page again.
        Map.entry("checkpoint_timeout", "15min"),
        Map.entry("max_wal_size", "2GB"),
        Map.entry("shared_buffers", "256MB"),
        Map.entry("listen_addresses", "localhost"),
        Map.entry("unix_socket_directories", ""),
        Map.entry("logging_collector", "on"),
        Map.entry("log_rotation_age", "1d"),
        Map.entry("log_filename", "postgresql-%u.log"),
        Map.entry("log_truncate_on_rotation", "on"));
  }

  private void createOwnDatabase(EmbeddedPostgres server) throws SQLException {
    try (Connection connection = server.getPostgresDatabase().getConnection();
        Statement statement = connection.createStatement()) {
      if (!exists(statement, "SELECT 1 FROM pg_roles WHERE rolname = 'shortener'")) {
        // Hexadecimal digits, made by us: nothing to escape.
        statement.execute("CREATE ROLE shortener LOGIN PASSWORD '" + password + "'");
      }
      if (!exists(statement, "SELECT 1 FROM pg_database WHERE datname = 'shortener'")) {
        statement.execute("CREATE DATABASE shortener OWNER shortener");
      }
    }
  }

  private static boolean exists(Statement statement, String query) throws SQLException {
    try (ResultSet rows = statement.executeQuery(query)) {
      return rows.next();
    }
  }
}
