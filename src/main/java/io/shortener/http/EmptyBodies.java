package io.shortener.http;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.HttpHeaders;

/**
 * An answer without a body names no media type, whatever Jersey guesses; and OPTIONS has no body:
 * {@code Allow} says it all.
 */
final class EmptyBodies implements ContainerResponseFilter {
  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getMethod().equals(HttpMethod.OPTIONS) && response.getStatus() == 200) {
      response.setEntity(null);
    }
    if (!response.hasEntity()) {
      response.getHeaders().remove(HttpHeaders.CONTENT_TYPE);
    }
  }
}
