package io.shortener.visitors;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Who or what follows a link. */
public enum VisitorKind {
  /** Somebody in front of a browser, as far as can be told. */
  HUMAN,
  /** A program: a crawler, a monitor, a script. */
  BOT,
  /** A program that shows people where a link leads, in a chat or on a social network. */
  PREVIEW,
  /** A browser that fetches what somebody might want to see next. */
  PREFETCH;

  /** The kind of a word; what is no kind is human, as every visit was before kinds were told. */
  @JsonCreator
  static VisitorKind of(String word) {
    for (VisitorKind kind : values()) {
      if (kind.word().equals(word)) {
        return kind;
      }
    }
    return HUMAN;
  }

  /** As the database and clients see it. */
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
