package io.shortener.faults;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A file system in memory that can be filled up. Mounting one takes root. */
final class SmallDisk implements Closeable {
  /** Room for what all rounds write, so that it is full by what fills it alone. */
  private static final String SIZE = "size=2g";

  private static final int[] PIECES = {1 << 20, 1 << 12, 1};

  private final Path root;

  /**
   * Mounts it.
   *
   * @param root an empty directory
   */
  SmallDisk(Path root) {
    this.root = root;
    run("mount", "-t", "tmpfs", "-o", SIZE + ",mode=0700", "shortener-faults", root.toString());
  }

  /** Whether this process may mount file systems. */
  static boolean isPossible() {
    return System.getProperty("user.name").equals("root")
        && System.getProperty("os.name").equals("Linux");
  }

  Path root() {
    return root;
  }

  /** Takes what room there is, to the last byte. */
  void fill() {
    for (int piece : PIECES) {
      byte[] content = new byte[piece];
      try (OutputStream out =
          Files.newOutputStream(ballast(), StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
        while (true) {
          out.write(content);
        }
      } catch (IOException e) {
        // Full, as far as pieces of this size go.
      }
    }
  }

  /** Gives it back. */
  void free() {
    try {
      Files.deleteIfExists(ballast());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    run("umount", root.toString());
  }

  private Path ballast() {
    return root.resolve("ballast");
  }

  private static void run(String... command) {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said =
          new String(
              process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new FaultException(String.join(" ", command) + ": " + said.strip());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FaultException("Interrupted", e);
    }
  }
}
