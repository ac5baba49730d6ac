package io.shortener.ops;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** {@code GET /} on the admin port: what there is. */
final class IndexServlet extends JsonServlet {
  private static final long serialVersionUID = 1L;

  private static final List<String> ROUTES =
      List.of(
          "/chaos", "/healthcheck", "/logs", "/metrics", "/ping", "/pprof", "/tasks", "/threads");

  public IndexServlet(ObjectMapper json) {
    super(json);
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    send(response, 200, Map.of("routes", ROUTES));
  }
}
