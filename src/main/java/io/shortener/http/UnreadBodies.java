package io.shortener.http;

import com.google.common.io.ByteStreams;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;

/**
 * What becomes of a body that its route left unread. One that is too large for its route, but not
 * for the proxy, is read to its end: a client in the middle of sending it would not see an answer
 * behind which the connection ends. Otherwise the connection does end after the answer, and the
 * client is told, so that it does not send its next request into it.
 */
final class UnreadBodies implements ContainerResponseFilter {
  /** As much as the proxy lets through to any route. */
  private static final long PROXY_LIMIT = 10L << 20;

  private static final int TOO_LARGE = 413;

  private static final String CONNECTION = "Connection";
  private static final String EXPECT = "Expect";
  private static final String TRANSFER_ENCODING = "Transfer-Encoding";

  @Context private HttpServletRequest servletRequest;

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response)
      throws IOException {
    if (!hasBody(request) || servletRequest.getInputStream().isFinished()) {
      return;
    }
    boolean isComing =
        response.getStatus() == TOO_LARGE
            && servletRequest.getContentLengthLong() <= PROXY_LIMIT
            && request.getHeaderString(EXPECT) == null;
    if (!isComing || !readToItsEnd(servletRequest.getInputStream())) {
      response.getHeaders().putSingle(CONNECTION, "close");
    }
  }

  private static boolean hasBody(ContainerRequestContext request) {
    String length = request.getHeaderString(HttpHeaders.CONTENT_LENGTH);
    return length == null
        ? request.getHeaderString(TRANSFER_ENCODING) != null
        : !length.equals("0");
  }

  private static boolean readToItsEnd(ServletInputStream body) {
    try {
      long read = ByteStreams.exhaust(ByteStreams.limit(body, PROXY_LIMIT + 1));
      return read <= PROXY_LIMIT && body.isFinished();
    } catch (IOException e) {
      // The client has gone or says what no coding is: the answer still has its chance.
      return false;
    }
  }
}
