package io.shortener.database;

import io.shortener.startup.StartupException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The embedded server of a JVM that was killed: it may still run, and its file with its process id
 * is there even if it does not. By now the system may have given that id to anybody.
 */
final class Orphan {
  private static final Logger LOGGER = LoggerFactory.getLogger(Orphan.class);

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String PROGRAM = "postgres";

  /** An id that no system gives to a process. */
  private static final int NOBODY = Integer.MAX_VALUE;

  private final DataDirectory directory;
  private final Path pidFile;

  /**
   * @param directory held by us: whoever started the server has gone
   */
  Orphan(DataDirectory directory) {
    this.directory = directory;
    this.pidFile = directory.cluster().resolve("postmaster.pid");
  }

  /**
   * Ends the server, and sees to it that nobody else is taken for it.
   *
   * @throws StartupException when it does not end
   */
  void clearAway() throws IOException {
    if (!Files.exists(pidFile)) {
      return;
    }
    List<String> lines = Files.readAllLines(pidFile, StandardCharsets.UTF_8);
    Optional<ProcessHandle> process = lines.stream().findFirst().flatMap(Orphan::process);
    Optional<Path> program = process.flatMap(found -> found.info().command()).map(Path::of);
    if (program.isEmpty()) {
      return;
    }
    if (isOurs(program.get())) {
      stop(process.get());
    } else if (!program.get().endsWith(PROGRAM)) {
      disown(lines);
    }
  }

  private static Optional<ProcessHandle> process(String id) {
    try {
      return ProcessHandle.of(Long.parseLong(id.strip()));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private boolean isOurs(Path program) throws IOException {
    Path programs = directory.programs();
    return program.endsWith(PROGRAM)
        && Files.exists(programs)
        && program.startsWith(programs.toRealPath());
  }

  /** Its clients are gone, so it stops as soon as it is told. */
  private static void stop(ProcessHandle server) throws IOException {
    LOGGER.warn("Stopping the PostgreSQL that a killed process left behind (pid {})", server.pid());
    server.destroy();
    try {
      server.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new StartupException(
          "A PostgreSQL that an earlier instance left behind (pid "
              + server.pid()
              + ") does not stop; end it.",
          e);
    }
  }

  /**
   * PostgreSQL does not start while anybody has the id in the file. The rest of the file stays: by
   * it PostgreSQL sees whether processes of the old server still use its memory.
   */
  private void disown(List<String> lines) throws IOException {
    Path draft = pidFile.resolveSibling("postmaster.pid.tmp");
    lines.set(0, Integer.toString(NOBODY));
    Files.write(draft, lines);
    Files.move(draft, pidFile, StandardCopyOption.ATOMIC_MOVE);
  }
}
