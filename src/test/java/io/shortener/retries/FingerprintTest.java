package io.shortener.retries;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import org.glassfish.jersey.internal.MapPropertiesDelegate;
import org.glassfish.jersey.server.ContainerRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which bodies are the same. */
class FingerprintTest {
  private static final String LONGEST = "x".repeat(70);

  @ParameterizedTest
  @CsvSource({
    "multipart/form-data; boundary=a, multipart/form-data; boundary=b",
    "Multipart/form-data; Boundary=a, Multipart/form-data; Boundary=b"
  })
  void boundaryOfAFormDoesNotCount(String type, String other) throws IOException {
    assertThat(fingerprint(type, "--a\r\n\r\nx\n-\r\n--a--\r\n"))
        .isEqualTo(fingerprint(other, "--b\r\n\r\nx\n-\r\n--b--\r\n"))
        .isNotEqualTo(fingerprint(other, "--b\r\n\r\ny\n-\r\n--b--\r\n"));
  }

  @Test
  void boundaryMayHaveSeventyCharacters() throws IOException {
    assertThat(fingerprint("multipart/mixed; boundary=" + LONGEST, "--" + LONGEST + "--"))
        .isEqualTo(fingerprint("multipart/mixed; boundary=a", "--a--"));
    assertThat(fingerprint("multipart/mixed; boundary=y" + LONGEST, "--y" + LONGEST + "--"))
        .isNotEqualTo(fingerprint("multipart/mixed; boundary=a", "--a--"));
  }

  @Test
  void linesOfWhatIsNoFormAllCount() throws IOException {
    assertThat(fingerprint("text/csv; boundary=a", "title\n--a\n"))
        .isNotEqualTo(fingerprint("text/csv; boundary=a", "title\n\n"));
  }

  private static String fingerprint(String type, String body) throws IOException {
    URI root = URI.create("http://localhost/");
    ContainerRequest request =
        new ContainerRequest(
            root, root.resolve("urls/bulk"), "POST", null, new MapPropertiesDelegate(), null);
    request.header(HttpHeaders.CONTENT_TYPE, type);
    Spool spool = new Spool();
    spool.write(body.getBytes(StandardCharsets.UTF_8));
    return Fingerprint.of(request, spool);
  }
}
