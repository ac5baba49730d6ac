package io.shortener.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.shortener.testing.RunningService;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A list of 40 MB: more than sockets hold, so that the database is read while the client reads. */
class StreamingTest {
  private static final int ROWS = 40_000;

  private static final Counted COUNTED = new Counted();

  @RegisterExtension static final RunningService SERVICE = RunningService.empty().with(COUNTED);

  @BeforeAll
  static void fill() {
    SERVICE
        .database()
        .useHandle(
            handle ->
                handle.execute(
                    """
                    INSERT INTO events (event_type, timestamp, details)
                    SELECT 'seen', now(), jsonb_build_object('x', repeat('x', 1000))
                    FROM generate_series(1, ?)
                    """,
                    ROWS));
  }

  @Test
  void wholeListArrivesAsOneArray() {
    assertThat(SERVICE.http().get("/events").json()).hasSize(ROWS);
  }

  @Test
  void headOfALongListReadsOnlyItsBeginning() {
    assertThat(SERVICE.http().send("HEAD", "/rows/counted", null).status()).isEqualTo(200);

    assertThat(COUNTED.read).hasValue(1);
  }

  @Test
  void wholeListArrivesInOtherFormats() {
    String csv = SERVICE.http().get("/events", "Accept", "text/csv").body();
    String lines = SERVICE.http().get("/events", "Accept", "application/x-ndjson").body();

    assertThat(csv.lines()).hasSize(ROWS + 1);
    assertThat(lines.lines()).hasSize(ROWS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "text/csv", "application/x-ndjson"})
  void listThatBreaksOffCutsTheConnection(String accept) throws IOException {
    try (Socket client = ask(accept)) {
      byte[] beginning = client.getInputStream().readNBytes(10_000);
      assertThat(new String(beginning, US_ASCII)).startsWith("HTTP/1.1 200 ");

      int ended =
          SERVICE
              .database()
              .withHandle(
                  handle ->
                      handle
                          .createQuery(
                              """
                              SELECT count(pg_terminate_backend(pid))
                              FROM pg_stat_activity
                              WHERE datname = current_database()
                                AND query LIKE '%FROM click_events%ORDER BY timestamp DESC%'
                                AND state <> 'idle' AND pid <> pg_backend_pid()
                              """)
                          .mapTo(int.class)
                          .one());

      assertThat(ended).isEqualTo(1);
      assertThat(tail(client)).doesNotEndWith("0\r\n\r\n").doesNotContain("]\r\n", "\"error\"");
    }
    assertThat(SERVICE.http().get("/events?page=1").status()).isEqualTo(200);
  }

  private static Socket ask(String accept) throws IOException {
    Socket client = new Socket();
    client.setReceiveBufferSize(1 << 14);
    client.connect(new java.net.InetSocketAddress("localhost", SERVICE.http().port()));
    client.setSoTimeout(20_000);
    String request = "GET /events HTTP/1.1\r\nHost: a\r\nAccept: " + accept + "\r\n\r\n";
    client.getOutputStream().write(request.getBytes(US_ASCII));
    return client;
  }

  /** What came last before the connection ended, orderly or not. */
  private static String tail(Socket client) throws IOException {
    ByteArrayOutputStream last = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 16];
    try {
      InputStream answer = client.getInputStream();
      for (int read = answer.read(buffer); read >= 0; read = answer.read(buffer)) {
        if (last.size() > 1 << 20) {
          last.reset();
        }
        last.write(buffer, 0, read);
      }
    } catch (SocketException reset) {
      // A reset is as good as an end: the list was not terminated.
    }
    return last.toString(US_ASCII);
  }

  /** A long list that knows how much of it was read. */
  @Path("/rows/counted")
  public static final class Counted {
    private final AtomicInteger read = new AtomicInteger();

    @GET
    @Produces(MediaType.APPLICATION_JSON)
    public Rows<Integer> list() {
      return row ->
          IntStream.range(0, ROWS)
              .forEach(
                  i -> {
                    read.incrementAndGet();
                    row.accept(i);
                  });
    }
  }
}
