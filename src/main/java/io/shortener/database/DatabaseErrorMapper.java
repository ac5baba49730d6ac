package io.shortener.database;

import com.google.common.util.concurrent.RateLimiter;
import io.shortener.http.ApiException;
import io.shortener.http.ErrorBody;
import io.shortener.http.UnexpectedErrorMapper;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jdbi.v3.core.ConnectionException;
import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says in HTTP what the database said: 503 when it is away, the answer that belongs to a violated
 * constraint, else 500.
 */
public final class DatabaseErrorMapper implements ExceptionMapper<JdbiException> {
  private static final Logger LOGGER = LoggerFactory.getLogger(DatabaseErrorMapper.class);

  /** An outage fails every request; the log need not say so for each. */
  private final RateLimiter warnings = RateLimiter.create(1);

  private final Map<String, Supplier<ApiException>> constraints;
  private final UnexpectedErrorMapper faults = new UnexpectedErrorMapper();

  /**
   * @param constraints the answers to violations, by the constraint's name in the schema
   */
  public DatabaseErrorMapper(Map<String, Supplier<ApiException>> constraints) {
    this.constraints = Map.copyOf(constraints);
  }

  @Override
  public Response toResponse(JdbiException exception) {
    return explain(exception).toResponse();
  }

  /** What whoever asked is told; what is no answer of the database's but a fault is logged. */
  public ErrorBody explain(Throwable exception) {
    if (exception instanceof ApiException refusal) {
      return refusal.body();
    }
    Optional<SQLException> cause = sqlCause(exception);
    if (exception instanceof ConnectionException
        || cause.filter(SqlStates::isUnavailable).isPresent()) {
      if (warnings.tryAcquire()) {
        LOGGER.warn(
            "The database does not answer: {}", cause.map(Throwable::getMessage).orElse(""));
      }
      return ErrorBody.of(503);
    }
    return cause
        .flatMap(SqlStates::constraint)
        .flatMap(name -> Optional.ofNullable(constraints.get(name)))
        .map(answer -> answer.get().body())
        .orElseGet(() -> faults.explain(exception));
  }

  private static Optional<SQLException> sqlCause(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql) {
        return Optional.of(sql);
      }
    }
    return Optional.empty();
  }
}
