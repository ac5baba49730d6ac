package io.shortener.startup;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that one holder has locked. The system releases the lock when the holder's process ends,
 * however it ends.
 */
public final class LockFile implements AutoCloseable {
  private final RandomAccessFile file;

  private LockFile(RandomAccessFile file) {
    this.file = file;
  }

  /**
   * Locks a file, making it if need be; empty when somebody else holds it.
   *
   * @throws IOException when the file cannot be written
   */
  public static Optional<LockFile> tryHold(Path path) throws IOException {
    RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
    boolean locked = false;
    try {
      locked = tryLock(file);
    } finally {
      if (!locked) {
        file.close();
      }
    }
    return locked ? Optional.of(new LockFile(file)) : Optional.empty();
  }

  /** Lets go of it. */
  @Override
  public void close() throws IOException {
    file.close();
  }

  private static boolean tryLock(RandomAccessFile file) throws IOException {
    try {
      return file.getChannel().tryLock() != null;
    } catch (OverlappingFileLockException e) {
      // Another service in this JVM, as in tests.
      return false;
    }
  }
}
