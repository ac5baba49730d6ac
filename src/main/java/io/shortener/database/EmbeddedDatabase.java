package io.shortener.database;

import io.dropwizard.lifecycle.Managed;
import io.shortener.startup.StartupException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.commons.io.FileUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real PostgreSQL whose binaries come with the service and whose data stay in its data directory.
 *
 * <p>One process at a time: a lock file keeps a second one out. What a killed process left behind,
 * a server without a master or a half-made cluster, is cleared away at the next start. It listens
 * on loopback alone, on a free port, and asks for a password that is made once and kept beside the
 * data.
 */
public final class EmbeddedDatabase implements Managed {
  private static final Logger LOGGER = LoggerFactory.getLogger(EmbeddedDatabase.class);

  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Duration ORPHAN_LIMIT = Duration.ofSeconds(30);
  private static final String NAME = "shortener";
  private static final FileAttribute<Set<PosixFilePermission>> OURS_ALONE_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path directory;
  private final RandomAccessFile lockFile;
  private final String password;
  private final int port;
  private @Nullable EmbeddedPostgres postgres;

  private EmbeddedDatabase(Path directory, RandomAccessFile lockFile, String password, int port) {
    this.directory = directory;
    this.lockFile = lockFile;
    this.password = password;
    this.port = port;
  }

  /**
   * Takes hold of the data directory; the server does not run yet.
   *
   * @throws StartupException when the directory is in use or cannot be written
   */
  public static EmbeddedDatabase in(Path dataDirectory) {
    Path directory = dataDirectory.toAbsolutePath().normalize();
    RandomAccessFile lockFile = lock(directory);
    try (ServerSocket free = new ServerSocket(0)) {
      String password = password(directory.resolve("postgres-password"));
      return new EmbeddedDatabase(directory, lockFile, password, free.getLocalPort());
    } catch (IOException e) {
      unlock(lockFile);
      throw unwritable(directory, e);
    }
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
    Path cluster = directory.resolve("postgres");
    try {
      stopOrphan(cluster);
      if (!Files.exists(cluster)) {
        create(cluster);
      }
      postgres = run(cluster);
      createOwnDatabase(postgres);
      LOGGER.info("Embedded PostgreSQL listens on port {}", port);
    } catch (IOException | SQLException | IllegalStateException e) {
      throw new StartupException(
          "Embedded PostgreSQL did not start ("
              + e.getMessage()
              + "); see "
              + directory.resolve("postgres-start.log")
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
    lockFile.close();
  }

  private static RandomAccessFile lock(Path directory) {
    try {
      Files.createDirectories(directory);
      RandomAccessFile file =
          new RandomAccessFile(directory.resolve("postgres.lock").toFile(), "rw");
      if (isLocked(file)) {
        return file;
      }
      file.close();
    } catch (IOException e) {
      throw unwritable(directory, e);
    }
    throw new StartupException(
        "Another instance uses the data directory "
            + directory
            + "; stop it, or give this one another DATA_DIR or a DATABASE_HOST.");
  }

  private static StartupException unwritable(Path directory, IOException cause) {
    return new StartupException(
        "The data directory "
            + directory
            + " cannot be written; give DATA_DIR a directory that this user may write to.",
        cause);
  }

  private static boolean isLocked(RandomAccessFile file) throws IOException {
    try {
      FileLock lock = file.getChannel().tryLock();
      return lock != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static void unlock(RandomAccessFile lockFile) {
    try {
      lockFile.close();
    } catch (IOException e) {
      LOGGER.warn("The lock on the data directory was not released", e);
    }
  }

  private static String password(Path file) throws IOException {
    if (!Files.exists(file)) {
      byte[] random = new byte[24];
      new SecureRandom().nextBytes(random);
      Path draft =
          Files.createTempFile(
              file.toAbsolutePath().getParent(),
              "postgres-password",
              ".tmp",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(draft, HexFormat.of().formatHex(random));
      Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.readString(file).strip();
  }

  /**
   * The JVM that started it was killed; its clients are gone, so it stops as soon as it is told.
   */
  private static void stopOrphan(Path cluster) throws IOException {
    Path pidFile = cluster.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    List<String> lines = Files.readAllLines(pidFile, StandardCharsets.UTF_8);
    long pid = lines.isEmpty() ? 0 : Long.parseLong(lines.get(0).strip());
    ProcessHandle orphan = ProcessHandle.of(pid).filter(EmbeddedDatabase::isPostgres).orElse(null);
    if (orphan == null) {
      return;
    }
    LOGGER.warn("Stopping the PostgreSQL that a killed process left behind (pid {})", pid);
    orphan.destroy();
    try {
      orphan.onExit().get(ORPHAN_LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new StartupException(
          "A PostgreSQL that an earlier instance left behind (pid "
              + pid
              + ") does not stop; end it.",
          e);
    }
  }

  private static boolean isPostgres(ProcessHandle process) {
    return process.info().command().filter(path -> path.endsWith("/postgres")).isPresent();
  }

  /** Made beside its place and moved there when whole, so that a kill leaves nothing half-made. */
  private void create(Path cluster) throws IOException {
    LOGGER.info("Making a PostgreSQL cluster in {}", cluster);
    Path draft = directory.resolve("postgres.new");
    FileUtils.deleteDirectory(draft.toFile());
    run(draft).close();
    Files.move(draft, cluster, StandardCopyOption.ATOMIC_MOVE);
  }

  private EmbeddedPostgres run(Path cluster) throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(cluster)
            .setPort(port)
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setPGStartupWait(START_LIMIT)
            .setOverrideWorkingDirectory(binaries().toFile())
            .setOutputRedirector(Redirect.to(directory.resolve("postgres-start.log").toFile()))
            .setConnectConfig("password", password);
    // The builder hands these to initdb as they are, be they about locale or not.
    Map.of(
            "locale", "C.UTF-8",
            "auth-host", "scram-sha-256",
            "pwfile", directory.resolve("postgres-password").toString())
        .forEach(builder::setLocaleConfig);
    serverSettings().forEach(builder::setServerConfig);
    return builder.start();
  }

  /** The library lets everybody write where it unpacks; nobody else gets as far as there. */
  private Path binaries() throws IOException {
    Path ours = directory.resolve("postgres-binaries");
    Files.createDirectories(ours, OURS_ALONE_DIRECTORY);
    return ours.resolve("unpacked");
  }

  /** The library's own defaults are those of a throw-away server: it does not sync its files. */
  private static Map<String, String> serverSettings() {
    return Map.ofEntries(
        Map.entry("fsync", "on"),
        Map.entry("synchronous_commit", "on"),
        Map.entry("full_page_writes", "on"),
        Map.entry("max_connections", "100"),
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
        // Hexadecimal digits, made above: nothing to escape.
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
