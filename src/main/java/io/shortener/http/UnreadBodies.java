package io.shortener.http;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;

/**
 * A connection on which a body was left unread ends after the answer. The client is told, so that
 * it does not send its next request into a connection that is about to close.
 */
public final class UnreadBodies implements ContainerResponseFilter {
  private static final String CONNECTION = "Connection";
  private static final String TRANSFER_ENCODING = "Transfer-Encoding";

  @Context private HttpServletRequest servletRequest;

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response)
      throws IOException {
    if (hasBody(request) && !servletRequest.getInputStream().isFinished()) {
      response.getHeaders().putSingle(CONNECTION, "close");
    }
  }

  private static boolean hasBody(ContainerRequestContext request) {
    String length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    return length == null
        ? request.getHeaderString(TRANSFER_ENCODING) != null
        : !length.equals("0");
  }
}
