package io.shortener.urls;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.shortener.http.ApiException;
import io.shortener.http.PublicUrl;
import io.shortener.reference.Described;
import io.shortener.reference.Description;
import jakarta.annotation.security.PermitAll;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** {@code GET /{short_code}+}: where a link leads, for whoever wants to know before going there. */
@Path("/{short_code: [A-Za-z0-9_-]+}+")
@Produces(MediaType.APPLICATION_JSON)
public final class PreviewResource implements Described {
  private final UrlDao urls;
  private final Domains domains;
  private final SafeTargets targets;
  private final PublicUrl publicUrl;
  private final Clock clock;

  public PreviewResource(
      UrlDao urls, Domains domains, SafeTargets targets, PublicUrl publicUrl, Clock clock) {
    this.urls = urls;
    this.domains = domains;
    this.targets = targets;
    this.publicUrl = publicUrl;
    this.clock = clock;
  }

  /** Answers what a visit would, but for the redirect and the click. */
  @GET
  @PermitAll
  public Preview preview(
      @PathParam("short_code") String code, @Context HttpServletRequest request) {
    Url url = urls.findActive(domains.of(request), code).orElseThrow(PreviewResource::notFound);
    if (targets.isBlocked(url.originalUrl())) {
      throw ApiException.forbidden("Link blocked");
    }
    return switch (url.rules().life(clock)) {
      case AHEAD -> throw notFound();
      case OVER -> throw ApiException.gone("Link expired");
      case PRESENT -> {
        if (urls.isUsedUp(url.id())) {
          throw ApiException.gone("Link expired");
        }
        yield new Preview(
            code,
            url.shortUrl(publicUrl, request),
            url.originalUrl(),
            url.title(),
            url.createdAt(),
            url.rules().expiresAt());
      }
    };
  }

  @Override
  public Description description() {
    return PreviewDescription.of();
  }

  private static ApiException notFound() {
    return ApiException.notFound("Short URL not found");
  }

  /** The answer. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Preview(
      String shortCode,
      String shortUrl,
      String originalUrl,
      String title,
      Instant createdAt,
      @Nullable Instant expiresAt) {}
}
