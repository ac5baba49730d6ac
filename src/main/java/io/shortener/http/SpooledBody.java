package io.shortener.http;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.apache.commons.io.input.CloseShieldInputStream;

/**
 * A large body that is whole on the disk before anything is done with it: a client that sends
 * slowly holds nothing up, and one that reads the answer only after it has sent all cannot block
 * itself.
 */
public final class SpooledBody implements AutoCloseable {
  private final FileChannel file;

  private SpooledBody(FileChannel file) {
    this.file = file;
  }

  /** With nothing in it yet; the file is gone when this is closed. */
  public static SpooledBody empty() throws IOException {
    Path path = Files.createTempFile("body", ".spool");
    return new SpooledBody(
        FileChannel.open(
            path,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE));
  }

  /** Reads a body to its end. */
  public static SpooledBody of(InputStream body) throws IOException {
    SpooledBody spooled = empty();
    try {
      body.transferTo(spooled.output());
      return spooled;
    } catch (IOException | RuntimeException e) {
      spooled.close();
      throw e;
    }
  }

  /** Where more of the body is written to, before it is read. */
  public OutputStream output() {
    return Channels.newOutputStream(file);
  }

  /** The body from its start; one stream at a time, whose end ends nothing else. */
  public InputStream stream() throws IOException {
    file.position(0);
    return new BufferedInputStream(
        CloseShieldInputStream.wrap(Channels.newInputStream(file)), 1 << 16);
  }

  /** A part of the body, whatever {@link #stream} has come to. */
  byte[] part(long start, int length) throws IOException {
    ByteBuffer part = ByteBuffer.allocate(length);
    while (part.hasRemaining()) {
      if (file.read(part, start + part.position()) < 0) {
        throw new EOFException();
      }
    }
    return part.array();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
