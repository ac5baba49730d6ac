package io.shortener.faults;

import io.shortener.testing.Ports;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A real PostgreSQL that can be killed, frozen and started again on the same data and the same
 * port. The library that brings the binaries makes the cluster; from then on the server is a child
 * process of this one, whose every process is within reach.
 */
final class FragilePostgres implements Closeable {
  private static final Duration START_LIMIT = Duration.ofMinutes(1);
  private static final String USER = "postgres";
  private static final String NAME = "shortener";

  private final Path data;
  private final Path log;
  private final int port = Ports.lasting();
  private final List<String> command;
  private volatile @Nullable Process server;
  private volatile boolean closed;

  private FragilePostgres(Path data, Path log, String program, List<String> settings) {
    this.data = data;
    this.log = log;
    this.command = new ArrayList<>();
    if (System.getProperty("user.name").equals("root")) {
      // PostgreSQL refuses to run as root.
      command.addAll(List.of("unshare", "-U"));
    }
    command.addAll(List.of(program, "-D", data.toString(), "-p", Integer.toString(port)));
    settings.forEach(setting -> command.addAll(List.of("-c", setting)));
  }

  /**
   * Makes a cluster with an empty database and starts it.
   *
   * @param data does not exist yet
   * @param fsync whether commits survive the machine's end too, and cost what they do then
   */
  static FragilePostgres create(Path data, Path log, boolean fsync, String... settings) {
    String program = makeCluster(data);
    List<String> all =
        new ArrayList<>(
            List.of(
                "fsync=" + (fsync ? "on" : "off"),
                "listen_addresses=localhost",
                "unix_socket_directories=",
                "max_connections=100"));
    all.addAll(List.of(settings));
    FragilePostgres postgres = new FragilePostgres(data, log, program, all);
    postgres.start();
    try {
      postgres.execute("postgres", "CREATE DATABASE " + NAME);
    } catch (SQLException e) {
      throw new FaultException("The database was not made", e);
    }
    return postgres;
  }

  /** Opens a connection to the services' database. */
  Connection connect() throws SQLException {
    return connect(NAME);
  }

  int port() {
    return port;
  }

  /** Settings of a service that reaches this server through a port, its own or a proxy's. */
  static Map<String, String> settings(int port) {
    return Map.of("DATABASE_URL", url(port, NAME) + "?sslmode=disable", "DATABASE_USER", USER);
  }

  /** Starts the server unless it runs, and returns when it answers. */
  void start() {
    Patience.await(START_LIMIT, "PostgreSQL answers; see " + log, this::answers);
  }

  /** Ends all of its processes at once, as the loss of the machine does. */
  void kill() {
    List<ProcessHandle> all = stopped();
    all.forEach(ProcessHandle::destroyForcibly);
    awaitEnd();
  }

  /** No process of it gets any further, though every connection stays open. */
  void freeze() {
    stopped();
  }

  /** The opposite of {@link #freeze}. */
  void thaw() {
    Signal.CONT.send(processes());
  }

  /** Ends it for good, and in good order: what it has in shared memory goes with it. */
  @Override
  public void close() {
    closed = true;
    Process running = server;
    if (running != null && running.isAlive()) {
      thaw();
      Signal.INT.send(List.of(running.toHandle()));
      awaitEnd();
    }
  }

  /** Holds the master first, so that nothing new comes up behind the list of its children. */
  private List<ProcessHandle> stopped() {
    Process running = server;
    if (running != null) {
      Signal.STOP.send(List.of(running.toHandle()));
    }
    List<ProcessHandle> all = processes();
    Signal.STOP.send(all);
    return all;
  }

  private List<ProcessHandle> processes() {
    Process running = server;
    return running == null
        ? List.of()
        : Stream.concat(Stream.of(running.toHandle()), running.descendants()).toList();
  }

  private boolean answers() {
    try {
      Process running = server;
      if (running == null || !running.isAlive()) {
        server = run();
      }
      execute("postgres", "SELECT 1");
      return true;
    } catch (SQLException e) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process run() throws IOException {
    if (closed) {
      throw new FaultException("PostgreSQL has been taken away");
    }
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  private void execute(String database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        url(port, database) + "?connectTimeout=1&socketTimeout=10&user=" + USER);
  }

  private void awaitEnd() {
    try {
      Process running = server;
      if (running != null && !running.waitFor(30, TimeUnit.SECONDS)) {
        throw new FaultException("PostgreSQL in " + data + " does not end");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FaultException("Interrupted", e);
    }
  }

  private static String url(int port, String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  /** Returns the server's program. */
  private static String makeCluster(Path data) {
    try {
      EmbeddedPostgres first =
          EmbeddedPostgres.builder()
              .setDataDirectory(data)
              .setCleanDataDirectory(false)
              .setRegisterShutdownHook(false)
              .setPGStartupWait(START_LIMIT)
              .setServerConfig("unix_socket_directories", "")
              .start();
      try {
        return program(data);
      } finally {
        first.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String program(Path data) throws IOException {
    long pid = Long.parseLong(Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
    return ProcessHandle.of(pid)
        .flatMap(process -> process.info().command())
        .orElseThrow(() -> new FaultException("PostgreSQL's program was not found"));
  }
}
