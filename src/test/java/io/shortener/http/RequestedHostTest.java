package io.shortener.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.shortener.testing.RawHttp;
import java.util.List;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two bare servers: one trusts nobody, the other this machine. */
class RequestedHostTest {
  private static final Server STRICT = server(List.of());
  private static final Server TRUSTING = server(List.of("127.0.0.0/8", "::1"));

  @BeforeAll
  static void start() throws Exception {
    STRICT.start();
    TRUSTING.start();
  }

  @AfterAll
  static void stop() throws Exception {
    STRICT.stop();
    TRUSTING.stop();
  }

  @ParameterizedTest
  @CsvSource({
    "go.example,go.example",
    "go.example:8080,go.example",
    "GO.Example:80,go.example",
    "go.example.,go.example",
    "[::1]:80,[::1]"
  })
  void hostIsTheRequestsOwnWithoutItsPort(String host, String name) {
    assertThat(ask(STRICT, "/", host)).isEqualTo(name);
  }

  @Test
  void addressInTheRequestLineBeatsTheHeader() {
    assertThat(ask(STRICT, "http://go.example:81/x", "go.example:81")).isEqualTo("go.example");
  }

  @Test
  void forwardedHostOfAStrangerIsIgnored() {
    assertThat(ask(STRICT, "/", "in.example", "X-Forwarded-Host: go.example"))
        .isEqualTo("in.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"go.example", "GO.example:443", "go.example, in.example", "go.example."})
  void forwardedHostOfATrustedProxyCounts(String forwarded) {
    assertThat(ask(TRUSTING, "/", "in.example", "X-Forwarded-Host: " + forwarded))
        .isEqualTo("go.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "a b", "go.example:x"})
  void forwardedHostThatIsNoneIsIgnored(String forwarded) {
    assertThat(ask(TRUSTING, "/", "in.example", "X-Forwarded-Host: " + forwarded))
        .isEqualTo("in.example");
  }

  private static String ask(Server server, String target, String host, String... headers) {
    String head = "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n";
    String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    int port = ((ServerConnector) server.getConnectors()[0]).getLocalPort();
    return RawHttp.send(port, head + more + "\r\n").body();
  }

  private static Server server(List<String> trusted) {
    RequestedHost hosts = new RequestedHost(new TrustedProxies(trusted));
    Server server = new Server(0);
    server.setHandler(
        new Handler.Abstract.NonBlocking() {
          @Override
          public boolean handle(Request request, Response response, Callback callback) {
            Content.Sink.write(response, true, hosts.of(request), callback);
            return true;
          }
        });
    return server;
  }
}
