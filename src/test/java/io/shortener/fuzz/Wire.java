package io.shortener.fuzz;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection to the service, kept as long as the answers permit it. */
final class Wire implements AutoCloseable {
  private static final int READ_TIMEOUT_MILLIS = 10_000;

  private final int port;
  private @Nullable Connection connection;

  Wire(int port) {
    this.port = port;
  }

  /**
   * The answer to what a draft sends, empty when the service cut the connection instead.
   *
   * @throws IOException when no whole answer came, in time and as HTTP has it
   */
  Optional<RawAnswer> exchange(Draft draft) throws IOException {
    boolean fresh = connection == null;
    Optional<RawAnswer> answer = attempt(draft);
    if (answer.isEmpty() && !fresh) {
      // A server may close a connection between two requests.
      answer = attempt(draft);
    }
    return answer;
  }

  private Optional<RawAnswer> attempt(Draft draft) throws IOException {
    Connection used = connection == null ? new Connection(port) : connection;
    connection = null;
    boolean keep = false;
    try {
      used.send(draft.bytes(), draft.halfClose);
      Optional<RawAnswer> answer = used.receive(draft.method.equals("HEAD"));
      keep = !draft.closeAfter && answer.isPresent() && answer.get().keepsAlive();
      if (keep && used.in.available() > 0) {
        keep = false;
        throw new IOException("More came than the answer has");
      }
      return answer;
    } finally {
      if (keep) {
        connection = used;
      } else {
        used.socket.close();
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (connection != null) {
      connection.socket.close();
    }
  }

  private static final class Connection {
    final Socket socket;
    final InputStream in;

    Connection(int port) throws IOException {
      socket = new Socket(InetAddress.getLoopbackAddress(), port);
      socket.setSoTimeout(READ_TIMEOUT_MILLIS);
      socket.setTcpNoDelay(true);
      in = new BufferedInputStream(socket.getInputStream());
    }

    /** A service that has answered already may have stopped to read. */
    void send(byte[] bytes, boolean halfClose) {
      try {
        socket.getOutputStream().write(bytes);
        if (halfClose) {
          socket.shutdownOutput();
        }
      } catch (IOException e) {
        // The answer tells.
      }
    }

    Optional<RawAnswer> receive(boolean head) throws IOException {
      String statusLine;
      try {
        int first = in.read();
        if (first < 0) {
          return Optional.empty();
        }
        statusLine = (char) first + line();
      } catch (SocketException e) {
        return Optional.empty();
      }
      if (!statusLine.matches("HTTP/1\\.1 \\d{3}( .*)?")) {
        throw new IOException("No status line: " + Escaped.text(statusLine));
      }
      int status = Integer.parseInt(statusLine.substring(9, 12));
      List<String> headers = new ArrayList<>();
      for (String line = line(); !line.isEmpty(); line = line()) {
        headers.add(line);
      }
      if (status < 200) {
        return receive(head);
      }
      RawAnswer empty = new RawAnswer(status, headers, "");
      boolean bodiless = head || status == 204 || status == 304;
      return Optional.of(
          bodiless
              ? empty
              : new RawAnswer(
                  status, headers, new String(body(empty), StandardCharsets.ISO_8859_1)));
    }

    private byte[] body(RawAnswer head) throws IOException {
      if (head.header("Transfer-Encoding").filter("chunked"::equals).isPresent()) {
        return chunks();
      }
      if (head.header("Content-Length").isEmpty()) {
        return in.readAllBytes();
      }
      int length = Integer.parseInt(head.header("Content-Length").get());
      byte[] body = in.readNBytes(length);
      if (body.length < length) {
        throw new EOFException("The body ends after " + body.length + " of " + length + " bytes");
      }
      return body;
    }

    private byte[] chunks() throws IOException {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      for (int size = Integer.parseInt(line(), 16); size > 0; size = Integer.parseInt(line(), 16)) {
        body.writeBytes(in.readNBytes(size));
        line();
      }
      line();
      return body.toByteArray();
    }

    private String line() throws IOException {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int b = in.read(); b != '\n'; b = in.read()) {
        if (b < 0) {
          throw new EOFException(
              "The answer breaks off after " + Escaped.bytes(line.toByteArray()));
        }
        line.write(b);
      }
      String text = line.toString(StandardCharsets.ISO_8859_1);
      return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }
  }
}
