package io.shortener.http;

import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.PreMatching;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;

/**
 * Takes back what Jersey would be generous about: a path with a trailing slash or a matrix
 * parameter is another path, and every answer has its one media type whatever the client accepts.
 */
@PreMatching
public final class PathRules implements ContainerRequestFilter {
  @Override
  public void filter(ContainerRequestContext request) {
    String path = request.getUriInfo().getPath(false);
    if (path.endsWith("/") || path.indexOf(';') >= 0) {
      throw new NotFoundException();
    }
    request.getHeaders().putSingle(HttpHeaders.ACCEPT, MediaType.WILDCARD);
  }
}
