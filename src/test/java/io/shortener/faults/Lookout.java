package io.shortener.faults;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks where links lead, on a connection of its own and without a click. */
final class Lookout implements Closeable {
  private static final Pattern LOCATION = Pattern.compile(" Location: (\\S+)");
  private static final int SERVER_ERROR = 500;

  private final Round round;
  private final KeptConnection connection;

  Lookout(Round round, int port) {
    this.round = round;
    try {
      this.connection = KeptConnection.to(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a link leads: {@code 302} with the location, or another status. */
  String look(KnownLink link) {
    ask(link);
    return answer();
  }

  /** Asks; {@link #answer} has what comes back. */
  void ask(KnownLink link) {
    String request = "HEAD /" + link.code() + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    try {
      connection.ask(request.getBytes(StandardCharsets.US_ASCII));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String answer() {
    try {
      int status = connection.answerToHead();
      if (status >= SERVER_ERROR) {
        round.breach("a look at a link was answered " + connection.lastAnswer());
      }
      Matcher location = LOCATION.matcher(connection.lastAnswer());
      return location.find() ? status + " " + location.group(1) : Integer.toString(status);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
