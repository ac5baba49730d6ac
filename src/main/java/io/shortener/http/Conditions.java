package io.shortener.http;

import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Optional;

/**
 * What a request asks of the version that there is, by {@code If-Match} and {@code If-None-Match}.
 * There are no conditions on times: no answer has a {@code Last-Modified}.
 */
public final class Conditions {
  /** A request without any. */
  public static final Conditions NONE = new Conditions(Optional.empty(), Optional.empty());

  private final Optional<TagList> match;
  private final Optional<TagList> noneMatch;

  private Conditions(Optional<TagList> match, Optional<TagList> noneMatch) {
    this.match = match;
    this.noneMatch = noneMatch;
  }

  /**
   * Those of a request that changes something.
   *
   * @throws ApiException 400 when one cannot be read: who meant to be careful must not be taken for
   *     somebody who did not
   */
  public static Conditions of(HttpHeaders headers) {
    return new Conditions(
        read(HttpHeaders.IF_MATCH, headers), read(HttpHeaders.IF_NONE_MATCH, headers));
  }

  /** Those of a request that only reads; what cannot be read is left out. */
  static Conditions ofReading(List<String> match, List<String> noneMatch) {
    return new Conditions(
        joined(match).flatMap(TagList::parse), joined(noneMatch).flatMap(TagList::parse));
  }

  /**
   * Refuses a change of another version than the one that was asked for. Whoever calls this holds
   * the row, so that it stays the version until it is changed.
   *
   * @throws ApiException 412
   */
  public void check(Tagged current) {
    checkMatch(current.versionTag());
    if (isKnown(current.versionTag())) {
      throw ApiException.preconditionFailed("If-None-Match names the current version");
    }
  }

  /**
   * Refuses what is not about this version.
   *
   * @throws ApiException 412
   */
  void checkMatch(VersionTag current) {
    if (match.isPresent() && !match.get().namesVersion(current)) {
      throw ApiException.preconditionFailed("If-Match does not name the current version");
    }
  }

  /** Whether the client has just that already. */
  boolean isKnown(VersionTag current) {
    return noneMatch.isPresent() && noneMatch.get().names(current);
  }

  private static Optional<TagList> read(String name, HttpHeaders headers) {
    return joined(headers.getRequestHeader(name))
        .map(
            header ->
                TagList.parse(header)
                    .orElseThrow(
                        () ->
                            ApiException.badRequest(
                                "'" + name + "' must be * or entity tags like \"abc\"")));
  }

  /** Several headers are one list. */
  private static Optional<String> joined(List<String> headers) {
    return headers == null || headers.isEmpty()
        ? Optional.empty()
        : Optional.of(String.join(",", headers));
  }
}
