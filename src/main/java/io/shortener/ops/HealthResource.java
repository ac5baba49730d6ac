package io.shortener.ops;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;

/** {@code GET /health}: whether this process answers; it asks nobody else. */
@Path("/health")
@Produces(MediaType.APPLICATION_JSON)
public final class HealthResource {
  @GET
  @PermitAll
  public Map<String, String> health() {
    return Map.of("status", "ok");
  }
}
