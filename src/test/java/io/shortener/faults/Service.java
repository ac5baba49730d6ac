package io.shortener.faults;

import io.shortener.testing.ChildProcess;
import io.shortener.testing.HttpClient;
import io.shortener.testing.Ports;
import java.io.Closeable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The service as a process of its own that comes back on the same port with the same data. */
final class Service implements Closeable {
  private static final Duration START_LIMIT = Duration.ofMinutes(1);

  private final Path directory;
  private final Launcher launcher;
  private final int port = Ports.lasting();
  private int databasePort;
  private volatile @Nullable ChildProcess process;
  private volatile boolean closed;

  /**
   * @param directory exists; takes its data and what it prints
   */
  Service(Path directory, Launcher launcher) {
    this.directory = directory;
    this.launcher = launcher;
  }

  int port() {
    return port;
  }

  /** Sees to it that it runs and uses a port as its database's. */
  void use(int newDatabasePort) {
    if (newDatabasePort != databasePort) {
      stop();
      databasePort = newDatabasePort;
    }
    if (!isRunning()) {
      start();
    }
  }

  /** Starts it where it was, and returns when it answers. */
  void start() {
    if (closed) {
      throw new FaultException("The service has been taken away");
    }
    Map<String, String> environment = new HashMap<>(FragilePostgres.settings(databasePort));
    environment.put("PORT", Integer.toString(port));
    environment.put("ADMIN_PORT", Integer.toString(Ports.lasting()));
    environment.put("DATA_DIR", directory.resolve("data").toString());
    environment.put("SEED", "false");
    ChildProcess started = launcher.launch(directory, environment);
    process = started;
    Patience.await(
        START_LIMIT,
        "the service answers; see the logs in " + directory,
        () -> !started.isAlive() || started.isUp());
    if (!started.isAlive()) {
      throw new FaultException("The service did not start: " + started.err());
    }
  }

  /** Starts it again after its process has been killed. */
  void startIfEnded() {
    if (!isRunning()) {
      start();
    }
  }

  private boolean isRunning() {
    ChildProcess running = process;
    return running != null && running.isAlive();
  }

  void kill() {
    running().kill();
  }

  /**
   * Stops it as an operator does, and waits for its end.
   *
   * @return its exit status
   */
  int terminate() {
    running().terminate();
    return running().exitStatus();
  }

  HttpClient http() {
    return running().http();
  }

  /** Ends it, if it runs, until it is started again. */
  void stop() {
    ChildProcess running = process;
    if (running != null) {
      running.close();
    }
  }

  /** Ends it for good: a round that goes on meanwhile does not bring it back. */
  @Override
  public void close() {
    closed = true;
    stop();
  }

  private ChildProcess running() {
    return Optional.ofNullable(process).orElseThrow();
  }

  /** Runs the service in a JVM of its own. */
  interface Launcher {
    /** Starts the service; what it prints goes to the directory. */
    ChildProcess launch(Path directory, Map<String, String> environment);
  }
}
