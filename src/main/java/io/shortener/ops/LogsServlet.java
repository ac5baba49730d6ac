package io.shortener.ops;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** {@code GET /logs}: the newest log entries of this process. */
final class LogsServlet extends JsonServlet {
  private static final long serialVersionUID = 1L;

  private static final String DEFAULT_LIMIT = "50";
  private static final BigInteger MAX_LIMIT = BigInteger.valueOf(200);

  private final transient LogRing ring;

  public LogsServlet(LogRing ring, ObjectMapper json) {
    super(json);
    this.ring = ring;
  }

  @Override
  protected void doGet(HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    String limit = parameter(request, "limit").orElse(DEFAULT_LIMIT);
    if (!limit.matches("[+-]?[0-9]{1,100}")) {
      refuse(request, response, 400, "'limit' must be an integer");
      return;
    }
    Predicate<LogEntry> byText =
        parameter(request, "filter")
            .<Predicate<LogEntry>>map(text -> entry -> entry.contains(text))
            .orElse(entry -> true);
    Predicate<LogEntry> byLevel =
        parameter(request, "level")
            .<Predicate<LogEntry>>map(level -> entry -> entry.levelname().equalsIgnoreCase(level))
            .orElse(entry -> true);
    List<LogEntry> newest = ring.newest(clamp(limit), byText.and(byLevel));
    send(response, 200, new Logs(newest.size(), newest));
  }

  private static int clamp(String limit) {
    return new BigInteger(limit).max(BigInteger.ONE).min(MAX_LIMIT).intValue();
  }

  private static Optional<String> parameter(HttpServletRequest request, String name) {
    return Optional.ofNullable(request.getParameter(name));
  }

  /** The answer. */
  private record Logs(int count, List<LogEntry> logs) {}
}
