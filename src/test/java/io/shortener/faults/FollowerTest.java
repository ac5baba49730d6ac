package io.shortener.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A follower tells apart what was answered, what was not, and what was never sent. */
class FollowerTest {
  private static final String FOUND = "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n";
  private static final String REFUSED =
      "HTTP/1.1 503 No\r\ncontent-length: 4\r\nConnection: close\r\n\r\nnono";

  private ServerSocket server;
  private Follower follower;

  @BeforeEach
  void listen() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    follower = new Follower(server.getLocalPort(), new KnownLink(1, "aaaaaa"), Set.of());
    follower.start();
  }

  @AfterEach
  void end() throws IOException {
    follower.stop();
    server.close();
    follower.join();
  }

  @Test
  void redirectsOnOneConnectionAreAcknowledged() throws IOException {
    serve(FOUND, FOUND, "");

    awaitUnknown(1);
    assertThat(follower.current().acknowledged()).isEqualTo(2);
    assertThat(follower.current().brokenOffs()).isZero();
  }

  @Test
  void answerThatBreaksOffIsNoAcknowledgement() throws IOException {
    serve("HTTP/1.1 302 Found\r\nContent-Le");

    awaitUnknown(1);
    assertThat(follower.current().acknowledged()).isZero();
    assertThat(follower.current().brokenOffs()).isEqualTo(1);
  }

  @Test
  void refusalIsRememberedAndItsConnectionGivenUp() throws IOException {
    serve(REFUSED);
    serve(FOUND, "");

    awaitUnknown(1);
    assertThat(follower.current().refused()).isEqualTo(Map.of(503, 1L));
    assertThat(follower.current().failures()).isEqualTo(1);
    assertThat(follower.current().firstFailure()).endsWith("nono");
    assertThat(follower.current().acknowledged()).isEqualTo(1);
  }

  @Test
  void whatIsFollowedNextIsRememberedApart() throws IOException {
    serve(FOUND, "");
    awaitUnknown(1);
    Tally first = follower.current();
    Tally next = follower.follow(new KnownLink(2, "bbbbbb"), Set.of(404));
    serve(FOUND, "");
    serve(FOUND, "");

    await().until(() -> next.acknowledged() >= 1);
    assertThat(follower.tallies()).isEqualTo(List.of(first, next));
    assertThat(first.acknowledged() + next.acknowledged()).isEqualTo(3);
  }

  /** Gives these answers on one connection, each to a request; an empty one hangs up instead. */
  private void serve(String... answers) throws IOException {
    try (Socket client = server.accept()) {
      for (String answer : answers) {
        readRequest(client.getInputStream());
        client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
      }
    }
  }

  private static void readRequest(InputStream in) throws IOException {
    StringBuilder request = new StringBuilder();
    while (request.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("The follower has hung up");
      }
      request.append((char) next);
    }
  }

  private void awaitUnknown(long count) {
    await().until(() -> follower.current().unknown() == count);
  }
}
