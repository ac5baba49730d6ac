package io.shortener.urls;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.shortener.http.ApiException;
import io.shortener.http.JsonObject;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * When a link leads on, how often, and how.
 *
 * @param validFrom when it begins to; null for from the start
 * @param expiresAt when it ends to, later than {@code validFrom}; null for never
 * @param maxClicks how many people it leads on; null for any number
 * @param redirectStatus 301, 302, 307 or 308; 302 when not given
 * @param forwardQuery whether a visitor's query string goes along
 */
@JsonNaming(SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.ALWAYS)
public record LinkRules(
    @Nullable Instant validFrom,
    @Nullable Instant expiresAt,
    @Nullable Long maxClicks,
    int redirectStatus,
    boolean forwardQuery) {
  /** What a redirect answers unless its link says otherwise. */
  public static final int USUAL_STATUS = 302;

  /** Any time, any number, the usual answer. */
  public static final LinkRules USUAL = new LinkRules(null, null, null, USUAL_STATUS, false);

  private static final Set<Long> STATUSES = Set.of(301L, 302L, 307L, 308L);

  public LinkRules {
    redirectStatus = redirectStatus == 0 ? USUAL_STATUS : redirectStatus;
  }

  /** Whether the link leads on now, as far as times go. */
  public Life life(Clock clock) {
    if (validFrom == null && expiresAt == null) {
      return Life.PRESENT;
    }
    Instant now = clock.instant();
    if (validFrom != null && now.isBefore(validFrom)) {
      return Life.AHEAD;
    }
    return expiresAt == null || now.isBefore(expiresAt) ? Life.PRESENT : Life.OVER;
  }

  /**
   * Reads what a body says of the rules; what it leaves out stays as it is, and {@code null} takes
   * a limit away.
   *
   * @return what makes of the rules there are those that shall be
   * @throws ApiException 400 when a field is not usable; the operator throws it when the rules
   *     would contradict each other
   */
  static UnaryOperator<LinkRules> changes(JsonObject body) {
    Optional<Instant> validFrom = body.optionalTime("valid_from");
    Optional<Instant> expiresAt = body.optionalTime("expires_at");
    Optional<Long> maxClicks = body.optionalPositive("max_clicks");
    Optional<Integer> status = redirectStatus(body);
    Optional<Boolean> forwardQuery = body.optionalBoolean("forward_query");
    return old ->
        new LinkRules(
                body.has("valid_from") ? validFrom.orElse(null) : old.validFrom,
                body.has("expires_at") ? expiresAt.orElse(null) : old.expiresAt,
                body.has("max_clicks") ? maxClicks.orElse(null) : old.maxClicks,
                status.orElse(old.redirectStatus),
                forwardQuery.orElse(old.forwardQuery))
            .inOrder();
  }

  /** Whether a redirect may be answered so. */
  public static boolean isStatus(long status) {
    return STATUSES.contains(status);
  }

  private static Optional<Integer> redirectStatus(JsonObject body) {
    if (!body.has("redirect_status")) {
      return Optional.empty();
    }
    return Optional.of(
        body.optionalPositive("redirect_status")
            .filter(LinkRules::isStatus)
            .map(Math::toIntExact)
            .orElseThrow(
                () -> ApiException.badRequest("'redirect_status' must be 301, 302, 307 or 308")));
  }

  private LinkRules inOrder() {
    if (validFrom != null && expiresAt != null && !validFrom.isBefore(expiresAt)) {
      throw ApiException.badRequest("'expires_at' must be later than 'valid_from'");
    }
    return this;
  }

  /** Where the present is in the life of a link. */
  public enum Life {
    AHEAD,
    PRESENT,
    OVER
  }
}
