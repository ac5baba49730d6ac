package io.shortener.ops;

import io.shortener.reference.Content;
import io.shortener.reference.Described;
import io.shortener.reference.Description;
import io.shortener.reference.Operation;
import io.shortener.reference.Schema;
import io.shortener.reference.Topic;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;

/** {@code GET /health}: whether this process answers; it asks nobody else. */
@Path("/health")
@Produces(MediaType.APPLICATION_JSON)
public final class HealthResource implements Described {
  @GET
  @PermitAll
  public Map<String, String> health() {
    return Map.of("status", "ok");
  }

  @Override
  public Description description() {
    return new Description(Topic.SERVICE)
        .with(
            Operation.of("GET /health", "getHealth", "Whether the service answers")
                .answers(
                    200,
                    "It does. The database was not asked.",
                    Content.json(
                        Schema.object().required("status", Schema.word("ok")),
                        "{\"status\": \"ok\"}"))
                .withoutDatabase());
  }
}
