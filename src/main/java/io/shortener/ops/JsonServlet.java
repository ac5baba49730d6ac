package io.shortener.ops;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.shortener.http.ErrorBody;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;

/** A route of the admin port that answers JSON. */
abstract class JsonServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private final transient ObjectMapper json;

  JsonServlet(ObjectMapper json) {
    this.json = json;
  }

  final void send(HttpServletResponse response, int status, Object body) throws IOException {
    response.setStatus(status);
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    response.getOutputStream().write(json.writeValueAsBytes(body));
  }

  final void refuse(HttpServletResponse response, int status, String error) throws IOException {
    send(response, status, new ErrorBody(error, status));
  }
}
