package io.shortener.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shortener.testing.RawHttp;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three settings side by side on a bare server: nobody is trusted, this machine is, a fixed URL.
 */
class PublicUrlTest {
  private static final List<String> LOOPBACK = List.of("127.0.0.0/8", "::1");

  private static final Server SERVER = new Server(0);

  @BeforeAll
  static void start() throws Exception {
    ServletContextHandler context = new ServletContextHandler();
    context.addServlet(
        new Echo(new PublicUrl(Optional.empty(), new TrustedProxies(List.of()))), "/strict");
    context.addServlet(
        new Echo(new PublicUrl(Optional.empty(), new TrustedProxies(LOOPBACK))), "/trusting");
    context.addServlet(
        new Echo(new PublicUrl(Optional.of("https://s.example"), new TrustedProxies(LOOPBACK))),
        "/set");
    SERVER.setHandler(context);
    SERVER.start();
  }

  @AfterAll
  static void stop() throws Exception {
    SERVER.stop();
  }

  @ParameterizedTest
  @CsvSource({
    "example.com,http://example.com",
    "example.com:80,http://example.com",
    "example.com:443,http://example.com:443",
    "example.com:8080,http://example.com:8080",
    "[::1]:9,http://[::1]:9"
  })
  void schemeAndHostAreTheRequestsOwn(String host, String url) {
    assertThat(ask("/strict", host)).isEqualTo(url);
  }

  @Test
  void forwardedHeadersOfStrangersAreIgnored() {
    assertThat(
            ask("/strict", "own.example", "X-Forwarded-Proto: https", "X-Forwarded-Host: evil.com"))
        .isEqualTo("http://own.example");
  }

  @Test
  void forwardedHeadersOfTrustedProxiesAreHonoured() {
    assertThat(
            ask("/trusting", "in.example", "X-Forwarded-Proto: https", "X-Forwarded-Host: s.com"))
        .isEqualTo("https://s.com");
  }

  @Test
  void eachForwardedHeaderCountsByItself() {
    assertThat(ask("/trusting", "in.example:81", "X-Forwarded-Proto: HTTPS"))
        .isEqualTo("https://in.example:81");
    assertThat(ask("/trusting", "in.example:81", "X-Forwarded-Host: s.com:8443"))
        .isEqualTo("http://s.com:8443");
  }

  @Test
  void outermostProxyIsBelieved() {
    assertThat(
            ask(
                "/trusting",
                "in.example",
                "X-Forwarded-Proto: https , http",
                "X-Forwarded-Host: s.com, proxy.example"))
        .isEqualTo("https://s.com");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a/b", "a b", "a@b", "a:123456", "a:", "<b>", "", "[::1", "a\"b", "evil.com/#"})
  void forwardedHostThatIsNoHostIsIgnored(String host) {
    assertThat(ask("/trusting", "in.example", "X-Forwarded-Host: " + host))
        .isEqualTo("http://in.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s.com", "s.com:1", "s.com:65535", "[::1]", "[::1]:80", "a_b-c~d"})
  void forwardedHostMayHaveAPort(String host) {
    assertThat(ask("/trusting", "in.example", "X-Forwarded-Host: " + host))
        .isEqualTo("http://" + host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"javascript", "ftp", "", "httpss"})
  void forwardedSchemeThatIsNotHttpIsIgnored(String scheme) {
    assertThat(ask("/trusting", "in.example", "X-Forwarded-Proto: " + scheme))
        .isEqualTo("http://in.example");
  }

  @Test
  void settingBeatsTheRequest() {
    assertThat(ask("/set", "in.example", "X-Forwarded-Host: s.com")).isEqualTo("https://s.example");
  }

  @Test
  void addressThatCannotBeReadIsRefused() {
    assertThatThrownBy(() -> new TrustedProxies(List.of("10.0.0.0/99")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String ask(String path, String host, String... headers) {
    String head = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n";
    String more = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
    int port = ((ServerConnector) SERVER.getConnectors()[0]).getLocalPort();
    return RawHttp.send(port, head + more + "\r\n").body();
  }

  /** Answers with the base URL alone. */
  private static final class Echo extends HttpServlet {
    private static final long serialVersionUID = 1L;

    private final transient PublicUrl publicUrl;

    Echo(PublicUrl publicUrl) {
      this.publicUrl = publicUrl;
    }

    @Override
    protected void doGet(HttpServletRequest request, HttpServletResponse response)
        throws IOException {
      byte[] url = publicUrl.of(request).getBytes(java.nio.charset.StandardCharsets.US_ASCII);
      response.setContentLength(url.length);
      response.getOutputStream().write(url);
    }
  }
}
