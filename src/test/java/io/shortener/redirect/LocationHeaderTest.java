package io.shortener.redirect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LocationHeaderTest {
  @Test
  void visibleAsciiStaysAsItIs() {
    StringBuilder visible = new StringBuilder("https://a.example/");
    for (char c = 0x21; c <= 0x7E; c++) {
      visible.append(c);
    }

    assertThat(LocationHeader.of(visible.toString())).isEqualTo(visible.toString());
    assertThat(LocationHeader.of(visible + "é")).isEqualTo(visible + "%C3%A9");
  }

  @ParameterizedTest
  @CsvSource({
    "https://a/b c,https://a/b%20c",
    "https://a/\u007F,https://a/%7F",
    "https://a/é,https://a/%C3%A9",
    "https://a/€,https://a/%E2%82%AC",
    "https://a/\uD83D\uDE00,https://a/%F0%9F%98%80",
    "https://münchen.example/,https://m%C3%BCnchen.example/",
    "https://a/%20%zz é,https://a/%20%zz%20%C3%A9"
  })
  void everythingElseIsPercentEncodedUtf8(String url, String header) {
    assertThat(LocationHeader.of(url)).isEqualTo(header);
  }
}
