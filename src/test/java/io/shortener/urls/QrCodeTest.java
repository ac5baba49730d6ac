package io.shortener.urls;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shortener.http.ApiException;
import org.junit.jupiter.api.Test;

class QrCodeTest {
  @Test
  void urlOfAHostThatIsTooLongIsRefused() {
    QrCode code = new QrCode("http://" + "a".repeat(3_000) + "/abc123", 300, 4);

    assertThatThrownBy(code::svg)
        .isInstanceOf(ApiException.class)
        .hasMessage("The short url is too long for a QR code");
    assertThatThrownBy(code::png).isInstanceOf(ApiException.class);
  }
}
