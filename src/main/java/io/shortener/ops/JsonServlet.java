package io.shortener.ops;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.shortener.http.ErrorBody;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;

/** A route of the admin port that answers JSON. */
abstract class JsonServlet extends HttpServlet {
  private static final long serialVersionUID = 1L;

  private static final List<String> METHODS = List.of("GET", "HEAD", "OPTIONS");
  private static final String ALLOW = String.join(", ", METHODS);

  private final transient ObjectMapper json;

  JsonServlet(ObjectMapper json) {
    this.json = json;
  }

  @Override
  protected void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    if (METHODS.contains(request.getMethod())) {
      super.service(request, response);
    } else {
      response.setHeader("Allow", ALLOW);
      refuse(request, response, 405, "Method not allowed");
    }
  }

  @Override
  protected void doOptions(HttpServletRequest request, HttpServletResponse response) {
    response.setHeader("Allow", ALLOW);
  }

  final void send(HttpServletResponse response, int status, Object body) throws IOException {
    response.setStatus(status);
    response.setContentType("application/json");
    response.setHeader("Cache-Control", "no-store");
    response.getOutputStream().write(json.writeValueAsBytes(body));
  }

  final void refuse(
      HttpServletRequest request, HttpServletResponse response, int status, String error)
      throws IOException {
    response.setHeader("Cache-Control", "no-store");
    new ErrorBody(error, status).send(request, response);
  }
}
