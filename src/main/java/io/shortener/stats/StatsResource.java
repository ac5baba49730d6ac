package io.shortener.stats;

import io.shortener.http.Needs;
import io.shortener.http.QueryParameters;
import io.shortener.http.Scope;
import io.shortener.reference.Described;
import io.shortener.reference.Description;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** The route {@code /stats}: all links together. */
@Path("/stats")
@Produces(MediaType.APPLICATION_JSON)
public final class StatsResource implements Described {
  private final StatsReader stats;

  public StatsResource(StatsReader stats) {
    this.stats = stats;
  }

  @GET
  @Needs(Scope.READ)
  public Stats ofAll(@Context UriInfo uri) {
    return stats.ofAll(new QueryParameters(uri));
  }

  @Override
  public Description description() {
    return StatsDescription.ofAll();
  }
}
