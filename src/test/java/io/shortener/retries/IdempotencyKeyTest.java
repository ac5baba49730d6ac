package io.shortener.retries;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IdempotencyKeyTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"8e03978e-40d5-43e8-bc93-6894a57f9324\"|8e03978e-40d5-43e8-bc93-6894a57f9324",
        "8e03978e-40d5-43e8-bc93-6894a57f9324|8e03978e-40d5-43e8-bc93-6894a57f9324",
        "aGVsbG8/d29ybGQ+Kw==|aGVsbG8/d29ybGQ+Kw==",
        "\"two words, and more; =\"|two words, and more; =",
        "\"a \\\"quote\\\" and a \\\\\"|a \"quote\" and a \\"
      })
  void stringsAndBareTokensAreKeys(String header, String key) {
    assertThat(read(header)).isEqualTo(key);
  }

  @Test
  void keyHasUpTo255Characters() {
    String longest = "k".repeat(255);

    assertThat(read(longest)).isEqualTo(longest);
    assertThat(read('"' + longest + '"')).isEqualTo(longest);
    assertRefused(longest + "k");
    assertRefused('"' + longest + "k\"");
    assertRefused('"' + "\\\\".repeat(4_000) + '"');
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "\"\"", "\"", "\"a", "a\"", "\"a\"b\"", "\"a\\b\"", "a b", "a,b", "é"})
  void anythingElseIsRefused(String header) {
    assertRefused(header);
  }

  @Test
  void twoKeysAreNone() {
    assertThatThrownBy(() -> IdempotencyKey.of(List.of("a", "a")))
        .hasMessageContaining("'Idempotency-Key'");
  }

  @Test
  void requestNeedHaveNone() {
    assertThat(IdempotencyKey.of(null)).isEmpty();
  }

  private static String read(String header) {
    return IdempotencyKey.of(List.of(header)).orElseThrow().value();
  }

  private static void assertRefused(String header) {
    assertThatThrownBy(() -> IdempotencyKey.of(List.of(header)))
        .hasMessage(
            "'Idempotency-Key' must be one string of 1 to 255 ASCII characters,"
                + " like \"8e03978e-40d5-43e8\"");
  }
}
