package io.shortener.visitors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VisitorsTest {
  private static final Visitors VISITORS = new Visitors();
  private static final String CHROME =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko)"
          + " Chrome/142.0.0.0 Safari/537.36";

  @ParameterizedTest
  @CsvFileSource(resources = "user-agents.csv", numLinesToSkip = 1, maxCharsPerColumn = 600)
  void userAgentIsOfItsKind(
      String kind, String browser, String os, String device, String userAgent) {
    Visitor visitor = VISITORS.of(userAgent(userAgent));

    assertThat(visitor.kind().word()).as(userAgent).isEqualTo(kind);
    if (visitor.isHuman()) {
      assertThat(visitor)
          .as(userAgent)
          .extracting(Visitor::browser, Visitor::os, Visitor::device)
          .containsExactly(browser, os, device);
    }
  }

  @Test
  void whoSaysNothingIsAProgram() {
    assertThat(VISITORS.of(VisitorHeaders.NONE)).isEqualTo(Visitor.untracked(VisitorKind.BOT));
  }

  @Test
  void browserThatLooksAheadIsNobodyYetAndAProgramStaysAProgram() {
    assertThat(VISITORS.of(new VisitorHeaders(CHROME, "", "", "", true, false)).kind())
        .isEqualTo(VisitorKind.PREFETCH);
    assertThat(VISITORS.of(new VisitorHeaders("curl/8.5.0", "", "", "", true, false)).kind())
        .isEqualTo(VisitorKind.BOT);
  }

  @Test
  void ofWhoDoesNotWantToBeTrackedOnlyTheKindIsKept() {
    assertThat(
            VISITORS.of(new VisitorHeaders(CHROME, "https://a.example/", "de", "DE", false, true)))
        .isEqualTo(Visitor.untracked(VisitorKind.HUMAN));
  }

  @ParameterizedTest
  @CsvSource({
    "https://News.Example.com/item?id=1#top, news.example.com",
    "http://example.com,                     example.com",
    "http://user:secret@example.com:8080/x,  example.com",
    "android-app://com.example.mail/,        com.example.mail",
    "https://xn--bcher-kva.example/,         xn--bcher-kva.example"
  })
  void referrerIsTheHostAlone(String referrer, String host) {
    assertThat(referrer(referrer).referrer()).isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(strings = {"about:blank", "nonsense", "http:///path", "http://b\u00fccher/", "//x/"})
  void referrerWithoutAHostIsNone(String referrer) {
    assertThat(referrer(referrer).referrer()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"'de-AT,de;q=0.9,en;q=0.8', de", "EN, en", "'*', ", "'fil;q=1', fil", "x-klingon, "})
  void languageIsTheFirstWithoutItsRegion(String languages, String language) {
    assertThat(VISITORS.of(new VisitorHeaders(CHROME, "", languages, "", false, false)).language())
        .isEqualTo(language);
  }

  @ParameterizedTest
  @CsvSource({"DE, DE", "np, NP", "T1, T1", "XX, ", "Germany, "})
  void countryHasTwoLetters(String header, String country) {
    assertThat(VISITORS.of(new VisitorHeaders(CHROME, "", "", header, false, false)).country())
        .isEqualTo(country);
  }

  /** The database refuses text with half a character in it, and with it all clicks of a batch. */
  @Test
  void whatIsKeptOfAHostileUserAgentIsShortAndPlain() {
    String half = "x".repeat(511) + "\ud83d\ude00";
    Random random = new Random(1);
    String noise =
        random.ints(3_000, 1, 0xD800).mapToObj(Character::toString).collect(Collectors.joining());

    for (String hostile : new String[] {half, noise, "Mozilla/5.0 \ud83d\ude00/1.0", "\ud800"}) {
      Visitor visitor = VISITORS.of(userAgent(hostile));
      assertThat(Stream.of(visitor.browser(), visitor.os(), visitor.device()))
          .allMatch(name -> name == null || name.matches("[ -~]{1,40}"));
    }
  }

  private static VisitorHeaders userAgent(String userAgent) {
    return new VisitorHeaders(userAgent, "", "", "", false, false);
  }

  private static Visitor referrer(String referrer) {
    return VISITORS.of(new VisitorHeaders(CHROME, referrer, "", "", false, false));
  }
}
