package io.shortener.retries;

import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.commons.io.input.CloseShieldInputStream;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are written first and read afterwards, as often as one likes: in memory, or in a file
 * once they are many.
 */
final class Spool extends OutputStream {
  private static final int IN_MEMORY = 1 << 16;
  private static final int BUFFER = 1 << 16;

  private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private @Nullable FileChannel file;
  private OutputStream target = memory;

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    if (file == null && memory.size() + length > IN_MEMORY) {
      moveToFile();
    }
    target.write(bytes, offset, length);
  }

  private void moveToFile() throws IOException {
    Path path = Files.createTempFile("spool", ".tmp");
    FileChannel created =
        FileChannel.open(
            path,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE);
    file = created;
    target = Channels.newOutputStream(created);
    memory.writeTo(target);
    memory.reset();
  }

  /** All of it from its start; one stream at a time, whose end ends nothing else. */
  InputStream stream() throws IOException {
    if (file == null) {
      return new ByteArrayInputStream(memory.toByteArray());
    }
    file.position(0);
    return new BufferedInputStream(
        CloseShieldInputStream.wrap(Channels.newInputStream(file)), BUFFER);
  }

  /** Whoever writes a body may close it, and it is read afterwards: {@link #discard} ends it. */
  @Override
  public void close() {}

  /** Gives it up. */
  void discard() throws IOException {
    if (file != null) {
      file.close();
    }
  }
}
