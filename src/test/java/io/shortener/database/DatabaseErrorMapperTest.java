package io.shortener.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.shortener.testing.TestPostgres;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;

class DatabaseErrorMapperTest {
  private static final DatabaseAddress ADDRESS = TestPostgres.migratedDatabase();

  private final Jdbi database = Jdbi.create(ADDRESS.jdbcUrl(), ADDRESS.user(), ADDRESS.password());

  @Test
  void monthWithoutATableIsUnavailable() {
    Response answer = answer("('seen', '2999-01-01Z')");

    assertThat(answer.getStatus()).isEqualTo(503);
    assertThat(answer.getHeaderString("Retry-After")).isNotEmpty();
  }

  @Test
  void violatedCheckIsAFault() {
    database.useHandle(handle -> handle.execute("SELECT make_event_months(now(), now())"));

    assertThat(answer("('', now())").getStatus()).isEqualTo(500);
  }

  private Response answer(String event) {
    JdbiException failure =
        catchThrowableOfType(
            JdbiException.class,
            () ->
                database.useHandle(
                    handle ->
                        handle.execute(
                            "INSERT INTO events (event_type, timestamp) VALUES " + event)));
    return new DatabaseErrorMapper(Map.of()).toResponse(failure);
  }
}
