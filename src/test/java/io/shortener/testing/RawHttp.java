package io.shortener.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Speaks HTTP by hand, for what no proper client would send. */
public final class RawHttp {
  private static final int TIMEOUT_MILLIS = 20_000;

  private RawHttp() {}

  /** Sends the lines as the head of a request and reads until the server hangs up. */
  public static Answer ask(int port, String... lines) {
    return send(port, String.join("\r\n", lines) + "\r\n\r\n");
  }

  /** Sends the text as it is and reads until the server hangs up. */
  public static Answer send(int port, String text) {
    try (Socket socket = new Socket("localhost", port)) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      return new Answer(
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What came back, byte by byte. */
  public record Answer(String text) {
    public int status() {
      return Integer.parseInt(text.substring(9, 12));
    }

    public String body() {
      return text.substring(text.indexOf("\r\n\r\n") + 4);
    }

    public Optional<String> header(String name) {
      String prefix = name + ": ";
      String head = text.substring(0, text.indexOf("\r\n\r\n"));
      return head.lines()
          .filter(line -> line.regionMatches(true, 0, prefix, 0, prefix.length()))
          .map(line -> line.substring(prefix.length()))
          .findFirst();
    }
  }
}
