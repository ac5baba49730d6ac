package io.shortener.faults;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * HTTP/1.1 by hand, one request after the other on one connection: it knows what a proper client
 * hides, whether a request was sent and whether its answer had begun.
 */
final class KeptConnection implements Closeable {
  private static final int ANSWER_LIMIT_MILLIS = 10_000;
  private static final int HEAD_LIMIT = 16_384;
  private static final Pattern LENGTH = Pattern.compile("\r\ncontent-length: *(\\d+)\r\n");

  private final Socket socket;
  private final InputStream in;
  private final byte[] buffer = new byte[HEAD_LIMIT];
  private int received;
  private boolean kept = true;

  private KeptConnection(Socket socket) throws IOException {
    this.socket = socket;
    this.in = socket.getInputStream();
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(ANSWER_LIMIT_MILLIS);
  }

  /** Opens a connection to a local port. */
  static KeptConnection to(int port) throws IOException {
    return new KeptConnection(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /**
   * Sends a request.
   *
   * @throws IOException when nothing of it was sent: the other side had hung up before
   */
  void ask(byte[] request) throws IOException {
    received = 0;
    socket.getOutputStream().write(request);
  }

  /**
   * Reads the answer to the end.
   *
   * @return its status
   * @throws java.net.SocketTimeoutException when the answer does not come
   * @throws IOException when the connection ends before the answer does
   */
  int answer() throws IOException {
    int end = receiveHead();
    skipBody(end, head(end));
    return status();
  }

  /**
   * Reads the answer to a HEAD, which ends where a body would begin.
   *
   * @return its status
   */
  int answerToHead() throws IOException {
    int end = receiveHead();
    if (end != received) {
      throw new FaultException("A body answers a HEAD: " + lastAnswer());
    }
    return status();
  }

  private int receiveHead() throws IOException {
    int end = -1;
    for (int from = 0; end < 0; end = endOfHead(from)) {
      from = Math.max(0, received - 3);
      receive();
    }
    kept = !head(end).contains("\r\nconnection: close\r\n");
    return end;
  }

  /** What came last, in one line, for whoever wonders why. */
  String lastAnswer() {
    return new String(buffer, 0, received, StandardCharsets.ISO_8859_1).replaceAll("\\s+", " ");
  }

  /** Whether the other side keeps the connection after the answer. */
  boolean isKept() {
    return kept;
  }

  /** Whether a part of the answer has come. */
  boolean isAnswerBegun() {
    return received > 0;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }

  private void receive() throws IOException {
    int read = in.read(buffer, received, buffer.length - received);
    if (read < 0) {
      throw new EOFException();
    }
    received += read;
  }

  private int endOfHead(int from) {
    for (int i = from; i + 4 <= received; i++) {
      if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r') {
        return i + 4;
      }
    }
    return -1;
  }

  private String head(int end) {
    return new String(buffer, 0, end, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
  }

  private int status() {
    return Integer.parseInt(new String(buffer, 9, 3, StandardCharsets.ISO_8859_1));
  }

  private void skipBody(int endOfHead, String head) throws IOException {
    Matcher length = LENGTH.matcher(head);
    if (!length.find()) {
      throw new FaultException("An answer without Content-Length: " + head);
    }
    long missing = Long.parseLong(length.group(1)) - (received - endOfHead);
    if (missing < 0) {
      throw new FaultException("More came than the answer has: " + head);
    }
    in.skipNBytes(missing);
  }
}
