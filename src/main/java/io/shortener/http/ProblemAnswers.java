package io.shortener.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.lang.annotation.Annotation;
import java.util.Collections;

/** Says what is wrong as {@link ProblemDetails} to who prefers that. */
final class ProblemAnswers implements ContainerResponseFilter {
  private static final MediaType TYPE = MediaType.valueOf(ProblemDetails.MEDIA_TYPE);

  @Context private HttpServletRequest servletRequest;

  /** What the client accepts is asked of the servlet: {@link PathRules} has narrowed it since. */
  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getEntity() instanceof ErrorBody error
        && ProblemDetails.arePreferred(
            Collections.list(servletRequest.getHeaders(HttpHeaders.ACCEPT)))) {
      response.setEntity(
          ProblemDetails.of(error, RequestIds.of(servletRequest)), new Annotation[0], TYPE);
    }
  }
}
