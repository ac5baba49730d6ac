package io.shortener.database;

import io.shortener.startup.LockFile;
import io.shortener.startup.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;

/**
 * The directory of an embedded database, held by one process at a time: a lock file keeps a second
 * one out, and the system releases it when the process ends, however it ends.
 */
final class DataDirectory implements AutoCloseable {
  private static final FileAttribute<Set<PosixFilePermission>> OURS_ALONE_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> OURS_ALONE_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  private final Path directory;
  private final LockFile lock;

  private DataDirectory(Path directory, LockFile lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /**
   * Takes hold of a directory, making it if need be.
   *
   * @throws StartupException when another process holds it or it cannot be written
   */
  static DataDirectory hold(Path path) {
    Path directory = path.toAbsolutePath().normalize();
    try {
      Files.createDirectories(directory);
      Optional<LockFile> lock = LockFile.tryHold(directory.resolve("postgres.lock"));
      if (lock.isPresent()) {
        return new DataDirectory(directory, lock.get());
      }
    } catch (IOException e) {
      throw unwritable(directory, e);
    }
    throw new StartupException(
        "Another instance uses the data directory "
            + directory
            + "; stop it, or give this one another DATA_DIR or a DATABASE_HOST.");
  }

  /** The cluster's files. */
  Path cluster() {
    return directory.resolve("postgres");
  }

  /** Where a cluster is made before it is moved to {@link #cluster}. */
  Path draft() {
    return directory.resolve("postgres.new");
  }

  /** What the server says before it has a log of its own. */
  Path startLog() {
    return directory.resolve("postgres-start.log");
  }

  /** The file with the password of both roles; it does not exist before {@link #password}. */
  Path passwordFile() {
    return directory.resolve("postgres-password");
  }

  /** The password of this directory's database, made at the first call ever. */
  String password() {
    Path file = passwordFile();
    try {
      if (!Files.exists(file)) {
        byte[] random = new byte[24];
        new SecureRandom().nextBytes(random);
        Path draft = Files.createTempFile(directory, "password", ".tmp", OURS_ALONE_FILE);
        Files.writeString(draft, HexFormat.of().formatHex(random));
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
      }
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw unwritable(directory, e);
    }
  }

  /**
   * Where the server's programs are unpacked: the library lets everybody write there, so nobody
   * else gets as far.
   */
  Path programs() throws IOException {
    Path ours = directory.resolve("postgres-binaries");
    Files.createDirectories(ours, OURS_ALONE_DIRECTORY);
    return ours.resolve("unpacked");
  }

  /** Lets go of the directory. */
  @Override
  public void close() throws IOException {
    lock.close();
  }

  private static StartupException unwritable(Path directory, IOException cause) {
    return new StartupException(
        "The data directory "
            + directory
            + " cannot be written; give DATA_DIR a directory that this user may write to.",
        cause);
  }
}
