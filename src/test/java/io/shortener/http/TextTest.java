package io.shortener.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TextTest {
  private static final String EMOJI = "\uD83D\uDE00";

  @ParameterizedTest
  @ValueSource(
      strings = {" ", "\t", "\n", "\u0085", "\u00A0", "\u1680", "\u2003", "\u2028", "\u3000"})
  void trimTakesAnyUnicodeWhiteSpaceFromBothEnds(String space) {
    assertThat(Text.trim(space + "a" + space + "b" + space)).isEqualTo("a" + space + "b");
  }

  @Test
  void trimLeavesWhatIsNoWhiteSpace() {
    assertThat(Text.trim("\uFEFFa\u200B")).isEqualTo("\uFEFFa\u200B");
  }

  @Test
  void lengthIsCountedInCodePoints() {
    assertThat(Text.fits("aaa", 3)).isTrue();
    assertThat(Text.fits("aaaa", 3)).isFalse();
    assertThat(Text.fits(EMOJI.repeat(3), 3)).isTrue();
    assertThat(Text.fits(EMOJI.repeat(4), 3)).isFalse();
  }

  @Test
  void limitedTextComesBackAsItIs() {
    assertThat(Text.limited("title", "abc", 3)).isEqualTo("abc");
  }

  @Test
  void overlongTextIsRefusedByName() {
    assertThatThrownBy(() -> Text.limited("title", "abcd", 3))
        .isInstanceOfSatisfying(
            ApiException.class,
            refusal -> {
              assertThat(refusal.body().error()).isEqualTo("'title' must be at most 3 characters");
              assertThat(refusal.getResponse().getStatus()).isEqualTo(400);
              assertThat(refusal.getStackTrace()).isEmpty();
            });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", "\u0001", "é", EMOJI, "a" + EMOJI + "b", "\uD7FF\uE000"})
  void wholeCharactersAreStorable(String text) {
    assertThat(Text.isStorable(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\0", "a\0", "\uD83D", "\uD83Da", "\uDE00", "a\uDE00", "\uD83D\uD83D\uDE00"})
  void zeroAndHalfCharactersAreNotStorable(String text) {
    assertThat(Text.isStorable(text)).isFalse();
  }
}
