package io.shortener.http;

import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.NotAllowedException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.Set;
import java.util.TreeSet;

/** Turns what resources throw, and what Jersey answers by itself, into {@link ErrorBody}. */
final class ErrorMapper implements ExceptionMapper<WebApplicationException> {
  @Override
  public Response toResponse(WebApplicationException exception) {
    int status = exception.getResponse().getStatus();
    if (exception instanceof ApiException refusal) {
      return refusal.toResponse();
    }
    Response answer = ErrorBody.of(status).toResponse();
    if (exception instanceof NotAllowedException) {
      return Response.fromResponse(answer)
          .header(HttpHeaders.ALLOW, allowed(exception.getResponse()))
          .build();
    }
    return answer;
  }

  /** Jersey leaves HEAD out of the list although it answers it wherever it answers GET. */
  private static String allowed(Response refusal) {
    Set<String> methods = new TreeSet<>(refusal.getAllowedMethods());
    if (methods.contains(HttpMethod.GET)) {
      methods.add(HttpMethod.HEAD);
    }
    methods.add(HttpMethod.OPTIONS);
    return String.join(", ", methods);
  }
}
