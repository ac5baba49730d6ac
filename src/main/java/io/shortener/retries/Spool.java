package io.shortener.retries;

import io.shortener.http.SpooledBody;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are written first and read afterwards, as often as one likes: in memory, or in a file
 * once they are many.
 */
final class Spool extends OutputStream {
  private static final int IN_MEMORY = 1 << 16;

  private final ByteArrayOutputStream memory = new ByteArrayOutputStream();
  private @Nullable SpooledBody file;
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
    file = SpooledBody.empty();
    target = file.output();
    memory.writeTo(target);
    memory.reset();
  }

  /** All of it from its start; one stream at a time, whose end ends nothing else. */
  InputStream stream() throws IOException {
    if (file == null) {
      return new ByteArrayInputStream(memory.toByteArray());
    }
    return file.stream();
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
