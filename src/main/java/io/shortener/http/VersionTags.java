package io.shortener.http;

import jakarta.annotation.Priority;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.lang.annotation.Annotation;
import java.util.List;

/**
 * Gives answers that are {@link Tagged} their {@code ETag}, and leaves out what the client has
 * already. It comes before the other filters, which look at what is left of the answer.
 */
@Priority(Priorities.USER + 1)
final class VersionTags implements ContainerResponseFilter {
  private static final int NOT_MODIFIED = 304;

  /** Whoever keeps an answer asks again before each use; nobody keeps it for others. */
  private static final String ASK_AGAIN = "private, no-cache";

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (!(response.getEntity() instanceof Tagged subject)) {
      return;
    }
    VersionTag tag = subject.versionTag();
    if (request.getMethod().equals(HttpMethod.GET) || request.getMethod().equals(HttpMethod.HEAD)) {
      Conditions conditions =
          Conditions.ofReading(
              request.getHeaders().getOrDefault(HttpHeaders.IF_MATCH, List.of()),
              request.getHeaders().getOrDefault(HttpHeaders.IF_NONE_MATCH, List.of()));
      try {
        conditions.checkMatch(tag);
      } catch (ApiException refusal) {
        ErrorBody error = refusal.body();
        response.setStatus(error.status());
        response.setEntity(error, new Annotation[0], MediaType.APPLICATION_JSON_TYPE);
        return;
      }
      if (conditions.isKnown(tag)) {
        response.setStatus(NOT_MODIFIED);
        response.setEntity(null);
      }
      response.getHeaders().putSingle(HttpHeaders.CACHE_CONTROL, ASK_AGAIN);
    }
    response.getHeaders().putSingle(HttpHeaders.ETAG, tag.toString());
  }
}
