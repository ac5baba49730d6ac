package io.shortener.fuzz;

import com.google.common.base.CharMatcher;
import java.util.List;

/** Texts and URLs, as clients send them and as they should not. */
final class Texts {
  private static final String EMOJI = "\uD83D\uDE80";

  private static final List<String> SPACES =
      List.of(" ", "\t", "\n", "\r\n", "\u00a0", "\u2003", "\u3000", "\u2028", "\u0085");

  private static final List<String> ODD =
      List.of(
          "1",
          "true",
          "null",
          "O'Brien",
          "'; DROP TABLE users; --",
          "<script>alert(1)</script>",
          "quote \" and backslash \\",
          "line\nbreak\tand tab",
          "é\u0301\u202Eabc",
          "\uFEFFmark",
          "\uFFFF",
          "\u007F",
          "${jndi:ldap://x}",
          "%s%n%00",
          EMOJI + EMOJI,
          "名前",
          "a\u00a0b");

  private static final List<String> OTHER_SCHEMES =
      List.of(
          "javascript:alert(1)",
          "data:text/html,x",
          "ftp://example.com/",
          "http:/example.com",
          "http:example.com",
          "//example.com/",
          "example.com",
          " http://example.com/",
          "htp://example.com",
          "httpss://example.com",
          "\uFEFFhttp://example.com",
          "file:///etc/passwd",
          "x");

  private static final List<String> BROKEN_URLS =
      List.of(
          "http://",
          "https:///path",
          "http://?q=1",
          "http://#f",
          "http:// /",
          "http://a b/",
          "http://:80/",
          "http://user@/",
          "http://example.com:65536/",
          "http://example.com:abc/",
          "http://example.com:-1/",
          "http://example.com:123456789012345678901/",
          "http://[::1/",
          "http://exa|mple.com/",
          "http://<x>/",
          "http://example.com/\u0001",
          "http://example.com/\r\nSet-Cookie: a=b",
          "http://example.com/\t",
          "http://example.com/\u007F",
          "http://example.com/\u0085",
          "http://exam\nple.com/");

  private static final List<String> URLS =
      List.of(
          "http://example.com",
          "HTTPS://EXAMPLE.com/Path?q=1#f",
          "https://example.com/a b|c",
          "https://example.com/\"<>^`{}\\",
          "https://m\u00fcnchen.example/\u00fc?\u00fc=" + EMOJI,
          "https://\u4f8b\u3048.jp/",
          "http://example.com:0/",
          "http://example.com:65535/x",
          "http://127.0.0.1:8080/",
          "http://[2001:db8::1]:80/",
          "http://user:secret@example.com/",
          "http://example.com?x=%zz&y=%00",
          "http://example.com/../..//;a=b",
          "http://localhost:1",
          "https://example.com/?next=http://a b/");

  private final Dice dice;

  Texts(Dice dice) {
    this.dice = dice;
  }

  /** Spaces and nothing else, perhaps none. */
  JsonValue blank() {
    String text = dice.chance(30) ? "" : dice.pick(SPACES) + dice.pick(SPACES);
    return JsonValue.refused(JsonValue.quote(text));
  }

  /** As long as it may be, in one of two alphabets. */
  String ofLength(String start, int codePoints) {
    String filler = dice.chance(50) ? "x" : EMOJI;
    return start + filler.repeat(codePoints - start.codePointCount(0, start.length()));
  }

  JsonValue tooLong(int limit) {
    return JsonValue.refused(JsonValue.quote(ofLength(dice.unique(), limit + 1)));
  }

  /** Text of which only the given start is certain, trimmed on its way in. */
  JsonValue trimmed(String start, int limit) {
    String text =
        dice.chance(15) ? ofLength(start, limit) : start + (dice.chance(40) ? dice.pick(ODD) : "");
    String kept = CharMatcher.whitespace().trimFrom(text);
    if (dice.chance(20) && kept.length() < limit / 2) {
      text = dice.pick(SPACES) + text + dice.pick(SPACES);
    }
    return JsonValue.text(kept).as(text);
  }

  /** Text that is kept as it is. */
  JsonValue kept(int limit) {
    return JsonValue.text(
        dice.chance(15) ? ofLength("", limit) : dice.pick(ODD) + (dice.chance(20) ? " " : ""));
  }

  /** String literals that no reader may take. */
  JsonValue broken() {
    return JsonValue.refused(
        dice.pick(
            "\"a\\u0000b\"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\udc00x\"",
            "\"\\udc00\\ud800\"",
            "\"x\\ud83d\"",
            "\"a\u0000b\"",
            "\"a\nb\"",
            "\"\\x41\"",
            "\"\\u12\"",
            "\"open",
            "'single'",
            "bare",
            "NaN",
            "Infinity",
            "-Infinity",
            "+1",
            "01",
            ".5",
            "1.",
            "0x1",
            "1e",
            "--1"));
  }

  JsonValue url() {
    if (dice.chance(10)) {
      return JsonValue.text(ofLength("https://example.com/", 2_048));
    }
    return JsonValue.text(dice.pick(URLS) + (dice.chance(30) ? "#" + dice.unique() : ""));
  }

  JsonValue brokenUrl() {
    if (dice.chance(10)) {
      return JsonValue.refused(JsonValue.quote(ofLength("https://example.com/", 2_049)));
    }
    return JsonValue.refused(JsonValue.quote(dice.pick(BROKEN_URLS)));
  }

  JsonValue otherScheme() {
    return JsonValue.refused(JsonValue.quote(dice.pick(OTHER_SCHEMES)))
        .saying("URL must start with http:// or https://");
  }
}
