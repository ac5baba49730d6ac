package io.shortener.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.io.BaseEncoding;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CursorTest {
  private static final String LIST = "/urls{is_active=true}";
  private static final Cursor CURSOR = new Cursor(Instant.parse("2026-01-31T23:59:59Z"), 42);

  @Test
  void textLeadsBackToTheRow() {
    String text = CURSOR.text(LIST);

    assertThat(text).matches("[A-Za-z0-9_-]{31}");
    assertThat(Cursor.parse(text, LIST)).contains(CURSOR);
    assertThat(Cursor.parse(Cursor.of(7).text("/users{}"), "/users{}")).contains(Cursor.of(7));
  }

  @Test
  void cursorOfAnotherListIsNone() {
    assertThat(Cursor.parse(CURSOR.text(LIST), "/urls{}")).isEmpty();
    assertThat(Cursor.parse(CURSOR.text(LIST), "/events{is_active=true}")).isEmpty();
  }

  @Test
  void whateverIsChangedSpoilsIt() {
    String text = CURSOR.text(LIST);

    for (int i = 0; i < text.length(); i++) {
      char other = text.charAt(i) == 'A' ? 'B' : 'A';
      String changed = text.substring(0, i) + other + text.substring(i + 1);
      assertThat(Cursor.parse(changed, LIST)).as(changed).isEmpty();
    }
    assertThat(Cursor.parse(text.substring(1), LIST)).isEmpty();
    assertThat(Cursor.parse(text + "=", LIST)).isEmpty();
    assertThat(Cursor.parse(text + "A", LIST)).isEmpty();
    assertThat(Cursor.parse("", LIST)).isEmpty();
    assertThat(Cursor.parse("é!", LIST)).isEmpty();
  }

  @Test
  void otherVersionIsNone() {
    byte[] bytes = BaseEncoding.base64Url().omitPadding().decode(CURSOR.text(LIST));
    bytes[0]++;

    assertThat(Cursor.parse(BaseEncoding.base64Url().omitPadding().encode(bytes), LIST)).isEmpty();
  }

  @Test
  void placeThatNoRowCanHaveIsNone() {
    for (Instant time :
        new Instant[] {Instant.MAX, Instant.MIN, Instant.parse("+10000-01-01T00:00:00Z")}) {
      assertThat(Cursor.parse(new Cursor(time, 1).text(LIST), LIST)).isEmpty();
    }
    assertThat(Cursor.parse(new Cursor(CURSOR.time(), 0).text(LIST), LIST)).isEmpty();
    assertThat(Cursor.parse(new Cursor(CURSOR.time(), -1).text(LIST), LIST)).isEmpty();
  }
}
