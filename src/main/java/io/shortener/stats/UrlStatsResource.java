package io.shortener.stats;

import io.shortener.http.Caller;
import io.shortener.http.Needs;
import io.shortener.http.QueryParameters;
import io.shortener.http.Scope;
import io.shortener.reference.Described;
import io.shortener.reference.Description;
import io.shortener.urls.Url;
import io.shortener.urls.UrlDao;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.UriInfo;

/** The route {@code /urls/{id}/stats}. */
@Path("/urls/{id: [0-9]+}/stats")
@Produces(MediaType.APPLICATION_JSON)
public final class UrlStatsResource implements Described {
  private final StatsReader stats;
  private final UrlDao urls;

  public UrlStatsResource(StatsReader stats, UrlDao urls) {
    this.stats = stats;
    this.urls = urls;
  }

  @GET
  @Needs(value = Scope.READ, orOwner = true)
  public Stats ofUrl(
      @PathParam("id") long id, @Context UriInfo uri, @Context HttpServletRequest request) {
    Url url = urls.findFor(Caller.of(request), id);
    return stats.ofUrl(url.id(), new QueryParameters(uri));
  }

  @Override
  public Description description() {
    return StatsDescription.ofUrl();
  }
}
