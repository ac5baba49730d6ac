package io.shortener.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostNameTest {
  @ParameterizedTest
  @CsvSource({
    "go.example,go.example",
    "GO.Example,go.example",
    "go.example.,go.example",
    "go,go",
    "bücher.example,xn--bcher-kva.example",
    "BÜCHER.example,xn--bcher-kva.example",
    "xn--bcher-kva.example,xn--bcher-kva.example",
    "1.2-3.example,1.2-3.example"
  })
  void nameHasOneForm(String text, String name) {
    assertThat(HostName.of(text)).contains(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        " ",
        "go.example:80",
        "http://go.example",
        "go.example/",
        "go..example",
        ".example",
        "go.example..",
        "-go.example",
        "go-.example",
        "go_to.example",
        "*.example",
        "[::1]",
        "go example",
        "go\u0000.example",
        "\ud800"
      })
  void whatIsNoNameIsNone(String text) {
    assertThat(HostName.of(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "bücher.example,xn--bcher-kva.example",
    "\ud83c\udf89.example,xn--dk8h.example",
    "\ud83c\udd34vil.example,Evil.example",
    "\uff11.example,1.example",
    "a_b.example,a_b.example"
  })
  void dnsIsAskedFor(String name, String ascii) {
    assertThat(HostName.toAscii(name)).contains(ascii);
  }

  @Test
  void dnsIsNotAskedForWhatIsTooLong() {
    assertThat(HostName.toAscii("ä".repeat(1_001))).isEmpty();
  }

  @Test
  void longNamesAreNone() {
    assertThat(HostName.of("a".repeat(63) + ".example")).isPresent();
    assertThat(HostName.of("a".repeat(64) + ".example")).isEmpty();
    assertThat(HostName.of("abcd.".repeat(50) + "abc")).isPresent();
    assertThat(HostName.of("abcd.".repeat(50) + "abcd")).isEmpty();
    assertThat(HostName.of("ä".repeat(10_000))).isEmpty();
    assertThat(HostName.of("\ufdfa".repeat(60))).isEmpty();
  }
}
