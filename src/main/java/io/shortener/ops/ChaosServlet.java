package io.shortener.ops;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@code GET /chaos}: lets whoever knows the token stop this process, to see it come back. */
final class ChaosServlet extends JsonServlet {
  private static final long serialVersionUID = 1L;
  private static final Logger LOGGER = LoggerFactory.getLogger(ChaosServlet.class);

  private final transient Optional<byte[]> token;
  private final transient Runnable stop;

  /**
   * @param token empty to refuse everybody
   * @param stop ends the process; called once for each accepted request, from a thread of its own
   */
  public ChaosServlet(Optional<String> token, Runnable stop, ObjectMapper json) {
    super(json);
    this.token = token.map(text -> text.getBytes(StandardCharsets.UTF_8));
    this.stop = stop;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (!isAuthorized(request)) {
      refuse(request, response, 401, "Unauthorized");
      return;
    }
    LOGGER.warn("Stopping, as asked by /chaos");
    response.setStatus(204);
    response.flushBuffer();
    new Thread(stop, "chaos").start();
  }

  private boolean isAuthorized(HttpServletRequest request) {
    String sent = Optional.ofNullable(request.getHeader("X-Chaos-Token")).orElse("");
    return token
        .map(known -> MessageDigest.isEqual(known, sent.getBytes(StandardCharsets.UTF_8)))
        .orElse(false);
  }

  /** The same as GET, but it does not do it: HEAD only looks. */
  @Override
  protected void doHead(HttpServletRequest request, HttpServletResponse response) {
    response.setStatus(isAuthorized(request) ? 204 : 401);
  }
}
