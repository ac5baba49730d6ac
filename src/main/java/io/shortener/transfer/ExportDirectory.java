package io.shortener.transfer;

import io.shortener.startup.StartupException;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Where an export goes: its files have their names when all of them are whole. */
final class ExportDirectory {
  private static final String PART = ".part";

  private final Path path;
  private final List<String> files;

  private ExportDirectory(Path path, List<String> files) {
    this.path = path;
    this.files = files;
  }

  /**
   * Makes the directory if it is not there.
   *
   * @param files what will be written
   * @param overwrites whether other files may be there, and those of an earlier export go
   * @throws StartupException when there are other files and must not be
   */
  static ExportDirectory open(Path path, List<String> files, boolean overwrites)
      throws IOException {
    if (Files.exists(path) && !Files.isDirectory(path)) {
      throw new StartupException(path + " is not a directory.");
    }
    Files.createDirectories(path);
    if (!overwrites) {
      List<String> parts = files.stream().map(file -> file + PART).toList();
      try (DirectoryStream<Path> others =
          Files.newDirectoryStream(
              path, other -> !parts.contains(other.getFileName().toString()))) {
        for (Path other : others) {
          throw new StartupException(
              path
                  + " has other files ("
                  + other.getFileName()
                  + "); name another directory, or say --overwrite.");
        }
      }
    }
    return new ExportDirectory(path, files);
  }

  /** Begins a file; it is on the disk when it is closed. */
  OutputStream write(String file) throws IOException {
    FileChannel channel =
        FileChannel.open(
            path.resolve(file + PART),
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE);
    return new FilterOutputStream(Channels.newOutputStream(channel)) {
      @Override
      public void write(byte[] bytes, int start, int length) throws IOException {
        out.write(bytes, start, length);
      }

      @Override
      public void close() throws IOException {
        channel.force(true);
        super.close();
      }
    };
  }

  /**
   * Gives all files their names. The first is the last to get its own: without it nothing is taken
   * for an export.
   */
  void complete() throws IOException {
    for (String file : files) {
      Files.deleteIfExists(path.resolve(file));
    }
    List<String> lastFirst = new ArrayList<>(files);
    Collections.reverse(lastFirst);
    for (String file : lastFirst) {
      Files.move(path.resolve(file + PART), path.resolve(file), StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
