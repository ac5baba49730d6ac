package io.shortener.urls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shortener.http.ApiException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginalUrlTest {
  private static final String EMOJI = "\uD83D\uDE00";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://a",
        "https://example.com",
        "HTTPS://EXAMPLE.COM/Path",
        "hTtP://example.com:80",
        "https://example.com:/",
        "https://example.com:65535/",
        "https://user:secret@example.com/",
        "https://a@b@example.com/",
        "https://example.com?q",
        "https://example.com#f",
        "https://example.com\\x",
        "https://example.com/a b?q=[x]|^{}<>",
        "https://example.com/ ",
        "https://münchen.example/ü",
        "https://[::1]/",
        "https://[2001:db8::1]:8080/",
        "https://[::ffff:192.0.2.1]/",
        "https://[fe80::1%25eth0]/",
        "https://127.0.0.1/",
        "https://example.com//x@y:z",
        "https://example.com/?a=@b:99999999"
      })
  void absoluteHttpUrlWithAHostIsTakenAsItIs(String url) {
    assertThat(OriginalUrl.checked("url", url)).isSameAs(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://example.com/",
        "example.com",
        "//example.com",
        "http:/example.com",
        "http:example.com",
        "https:",
        "https",
        " https://example.com",
        "xhttps://example.com",
        "\nhttp://example.com",
        "/http://a",
        "httpss://example.com",
        "mailto:a@example.com"
      })
  void otherSchemesAreRefused(String url) {
    assertRefused(url, "URL must start with http:// or https://");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://",
        "https:///path",
        "https://?q",
        "https://#f",
        "https://:80/",
        "https://user@/",
        "https://user@:80/",
        "https://a b/",
        "https://a\u00A0b/",
        "https://a:b/",
        "https://a:-1/",
        "https://a:65536/",
        "https://a:099999/",
        "https://a:123456/",
        "https://a:80:80/",
        "https://[::1/",
        "https://::1/",
        "https://[]/",
        "https://[::1]x/",
        "https://[g]/",
        "https://[77]/",
        "https://[1.2.3.4]/",
        "https://[1::2::3]/",
        "https://[77%25eth0]/",
        "https://a<b/",
        "https://a|b/",
        "https://\\example.com"
      })
  void missingOrBrokenHostIsRefused(String url) {
    assertRefused(url, "URL must have a valid host");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://a/\r\nSet-Cookie: x", "https://a/\n", "https://a/\r", "https://a/\t",
        "https://a/\u0001", "https://a/\u007F", "https://a/\u0085", "https://a\u001F/"
      })
  void controlCharactersAreRefused(String url) {
    assertRefused(url, "URL must not have control characters");
  }

  @Test
  void lengthIsLimitedInCodePoints() {
    String longest = "https://a/" + EMOJI.repeat(2_038);

    assertThat(OriginalUrl.checked("url", longest)).isEqualTo(longest);
    assertThat(OriginalUrl.checked("url", "https://a/" + "x".repeat(2_038))).hasSize(2_048);
    assertRefused(longest + "x", "'url' must be at most 2048 characters");
  }

  private static void assertRefused(String url, String error) {
    assertThatThrownBy(() -> OriginalUrl.checked("url", url))
        .isInstanceOfSatisfying(
            ApiException.class,
            refusal -> {
              assertThat(refusal.body().error()).isEqualTo(error);
              assertThat(refusal.getResponse().getStatus()).isEqualTo(400);
            });
  }
}
