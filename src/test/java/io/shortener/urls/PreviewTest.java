package io.shortener.urls;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.Json;
import io.shortener.testing.RunningService;
import io.shortener.testing.Some;
import java.awt.image.BufferedImage;
import java.net.URL;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a link is looked at without following it. */
class PreviewTest {
  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  private final HttpClient http = SERVICE.http();
  private final Some some = new Some(http);

  @Test
  void previewSaysWhereALinkLeadsWithoutAClick() {
    JsonNode url =
        http.post("/urls", Json.of("original_url", "https://example.com/a", "title", "A")).json();

    Answer preview = http.get(path(url) + "+");

    assertThat(preview.status()).isEqualTo(200);
    assertThat(preview.json().get("short_code")).isEqualTo(url.get("short_code"));
    assertThat(preview.json().get("short_url").asText()).endsWith(path(url));
    assertThat(preview.json().get("original_url")).isEqualTo(url.get("original_url"));
    assertThat(preview.json().get("title")).isEqualTo(url.get("title"));
    assertThat(http.get("/urls/" + url.get("id")).json().get("click_count").asLong()).isZero();
  }

  @Test
  void previewOfALinkThatLeadsNowhereSaysWhatAVisitWould() {
    JsonNode expired =
        http.post("/urls", Json.of("original_url", "http://a", "expires_at", "2026-01-01T00:00:00"))
            .json();
    JsonNode ahead =
        http.post("/urls", Json.of("original_url", "http://a", "valid_from", "2099-01-01T00:00:00"))
            .json();

    assertThat(http.get(path(expired) + "+").status()).isEqualTo(410);
    assertThat(http.get(path(ahead) + "+").status()).isEqualTo(404);
    assertThat(http.get(path(some.inactiveUrl()) + "+").status()).isEqualTo(404);
    assertThat(http.get("/nosuch+").json().get("error").asText()).isEqualTo("Short URL not found");
    assertThat(http.get("/nosuch++").json().get("error").asText()).isEqualTo("Not found");
  }

  @ParameterizedTest
  @CsvSource({
    "'?format=png',300",
    "'?format=png&size=64&margin=0',64",
    "'?format=png&size=2048',2048"
  })
  void cameraReadsTheShortUrl(String query, int size) throws Exception {
    JsonNode url = some.url();

    String path = "/urls/" + url.get("id") + "/qr" + query;

    assertThat(http.get(path).header("Content-Type")).contains("image/png");
    BufferedImage image = ImageIO.read(new URL("http://localhost:" + http.port() + path));
    assertThat(image.getWidth()).isEqualTo(size);
    assertThat(read(image)).startsWith("http://").endsWith(path(url));
  }

  @Test
  void qrCodeIsAnSvgUnlessItIsToBeAPng() {
    Answer answer = http.get("/urls/" + some.url().get("id") + "/qr?size=100");

    assertThat(answer.header("Content-Type").orElseThrow()).startsWith("image/svg+xml");
    assertThat(answer.body()).startsWith("<svg ").contains("width=\"100\"");
  }

  @ParameterizedTest
  @CsvSource({
    "size=63,'''size'' must be an integer from 64 to 2048'",
    "size=x,'''size'' must be an integer from 64 to 2048'",
    "margin=21,'''margin'' must be an integer from 0 to 20'",
    "margin=-1,'''margin'' must be an integer from 0 to 20'",
    "format=gif,'''format'' must be svg or png'"
  })
  void whatCannotBeDrawnIsRefused(String query, String error) {
    Answer answer = http.get("/urls/" + some.url().get("id") + "/qr?" + query);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().get("error").asText()).isEqualTo(error);
  }

  @Test
  void unknownUrlHasNoQrCode() {
    assertThat(http.get("/urls/999999/qr").json().get("error").asText()).isEqualTo("URL not found");
  }

  private static String path(JsonNode url) {
    return "/" + url.get("short_code").asText();
  }

  private static String read(BufferedImage image) throws Exception {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
    return new QRCodeReader()
        .decode(
            new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels))))
        .getText();
  }
}
