package io.shortener.changes;

import io.shortener.feed.Feed;
import io.shortener.feed.FeedStretch;
import io.shortener.http.Needs;
import io.shortener.http.QueryParameters;
import io.shortener.http.Rows;
import io.shortener.http.Scope;
import io.shortener.reference.Described;
import io.shortener.reference.Description;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.GenericType;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.List;

/** {@code GET /changes}: who changed what, the oldest first, to be followed. */
@Path("/changes")
@Produces({MediaType.APPLICATION_JSON, Rows.CSV, Rows.JSON_LINES})
public final class ChangesResource implements Described {
  private final ChangeDao changes;
  private final Feed feed;

  public ChangesResource(ChangeDao changes, Feed feed) {
    this.changes = changes;
    this.feed = feed;
  }

  @GET
  @Needs(Scope.ADMIN)
  public Response list(@Context UriInfo uri, @Context HttpServletRequest request) {
    QueryParameters query = new QueryParameters(uri);
    String kind = query.text("kind").orElse(null);
    Long subjectId = query.id("subject_id").orElse(null);
    return feed.answer(
        uri,
        request,
        (after, to, limit) -> {
          List<Change> found = changes.between(kind, subjectId, after, to, limit);
          return FeedStretch.of(found, limit, Change::id, to);
        },
        new GenericType<Rows<Change>>() {});
  }

  @Override
  public Description description() {
    return ChangesDescription.of();
  }
}
