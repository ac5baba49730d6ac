package io.shortener.http;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;

/** Jersey lists the methods twice, in {@code Allow} and as a text; the header is enough. */
public final class OptionsRule implements ContainerResponseFilter {
  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (request.getMethod().equals(HttpMethod.OPTIONS) && response.getStatus() == 200) {
      response.setEntity(null);
    }
  }
}
