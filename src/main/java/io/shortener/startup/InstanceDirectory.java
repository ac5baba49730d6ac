package io.shortener.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A directory that one running instance has for itself. Instances may share a data directory: each
 * holds a numbered directory in it by a lock, which the system releases when its process ends,
 * however it ends. The next instance to start takes the first that is free, with all that is in it.
 */
public final class InstanceDirectory implements AutoCloseable {
  private static final Logger LOGGER = LoggerFactory.getLogger(InstanceDirectory.class);
  private static final int LIMIT = 64;

  private final Path path;
  private final LockFile lock;

  private InstanceDirectory(Path path, LockFile lock) {
    this.path = path;
    this.lock = lock;
  }

  /**
   * Takes hold of the first directory that is free, making it if need be.
   *
   * @throws StartupException when the data directory cannot be written or too many instances use it
   */
  public static InstanceDirectory hold(Path dataDirectory) {
    Path instances = instances(dataDirectory);
    try {
      Files.createDirectories(instances.getParent());
      if (!Files.exists(instances)) {
        Files.createDirectories(
            instances,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      }
      return holdFirst(instances)
          .orElseThrow(
              () ->
                  new StartupException(
                      LIMIT
                          + " instances use the data directory "
                          + instances.getParent()
                          + "; give this one another DATA_DIR."));
    } catch (IOException e) {
      throw new StartupException(
          "The data directory "
              + instances.getParent()
              + " cannot be written; give DATA_DIR a directory that this user may write to.",
          e);
    }
  }

  /** One that belongs to another user holds up nobody, unless there is no other. */
  private static Optional<InstanceDirectory> holdFirst(Path instances) throws IOException {
    Optional<IOException> failure = Optional.empty();
    for (int number = 1; number <= LIMIT; number++) {
      try {
        Path path = Files.createDirectories(instances.resolve(Integer.toString(number)));
        Optional<InstanceDirectory> held = tryHold(path);
        if (held.isPresent()) {
          return held;
        }
      } catch (IOException e) {
        failure = Optional.of(e);
      }
    }
    if (failure.isPresent()) {
      throw failure.get();
    }
    return Optional.empty();
  }

  /**
   * Takes hold of every other directory that no running instance holds. Whoever asks closes them.
   * One that cannot be opened is left out.
   */
  public List<InstanceDirectory> abandoned() {
    List<InstanceDirectory> free = new ArrayList<>();
    List<Path> others =
        IntStream.rangeClosed(1, LIMIT)
            .mapToObj(number -> path.resolveSibling(Integer.toString(number)))
            .filter(other -> !other.equals(path) && Files.isDirectory(other))
            .toList();
    for (Path other : others) {
      try {
        tryHold(other).ifPresent(free::add);
      } catch (IOException e) {
        LOGGER.error("The directory {} cannot be opened; what is in it waits", other, e);
      }
    }
    return free;
  }

  /** Where the instance keeps what is its own. */
  public Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }

  private static Path instances(Path dataDirectory) {
    return dataDirectory.toAbsolutePath().normalize().resolve("instances");
  }

  private static Optional<InstanceDirectory> tryHold(Path path) throws IOException {
    return LockFile.tryHold(path.resolve("lock")).map(lock -> new InstanceDirectory(path, lock));
  }
}
