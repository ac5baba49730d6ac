package io.shortener.visitors;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * What a click keeps of who made it. What is null is not known, or not to be known.
 *
 * @param referrer the host of the page that the link stood on
 * @param device {@code desktop}, {@code mobile}, {@code tablet}, {@code tv} or {@code console}
 * @param language the first language that the browser asks for, without its region
 * @param country two letters, as a trusted proxy says
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Visitor(
    VisitorKind kind,
    @Nullable String referrer,
    @Nullable String browser,
    @Nullable String os,
    @Nullable String device,
    @Nullable String language,
    @Nullable String country) {
  /** A visitor of whom nothing was noted. */
  public static final Visitor UNKNOWN = untracked(VisitorKind.HUMAN);

  public Visitor {
    kind = kind == null ? VisitorKind.HUMAN : kind;
  }

  /** Somebody who does not want to be known. */
  static Visitor untracked(VisitorKind kind) {
    return new Visitor(kind, null, null, null, null, null, null);
  }

  /** Whether it counts as one of the people that a link has led on. */
  public boolean isHuman() {
    return kind == VisitorKind.HUMAN;
  }
}
