package io.shortener.events;

import io.shortener.feed.Feed;
import io.shortener.http.ApiException;
import io.shortener.http.JsonObject;
import io.shortener.http.Needs;
import io.shortener.http.PublicUrl;
import io.shortener.http.QueryParameters;
import io.shortener.http.Rows;
import io.shortener.http.Scope;
import io.shortener.http.Stretch;
import io.shortener.http.WholeLists;
import io.shortener.reference.Described;
import io.shortener.reference.Description;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.GenericEntity;
import jakarta.ws.rs.core.GenericType;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;
import java.util.List;
import java.util.Optional;

/** The routes below {@code /events}. */
@Path("/events")
@Produces(MediaType.APPLICATION_JSON)
public final class EventsResource implements Described {
  private final EventDao events;
  private final EventDao longWork;
  private final WholeLists wholeLists;
  private final EventFeedDao followed;
  private final Feed feed;
  private final PublicUrl publicUrl;
  private final Clock clock;

  /**
   * @param events for what a client waits for
   * @param longWork for whole lists
   * @param followed for those who follow what happens
   */
  public EventsResource(
      EventDao events,
      EventDao longWork,
      WholeLists wholeLists,
      EventFeedDao followed,
      Feed feed,
      PublicUrl publicUrl,
      Clock clock) {
    this.events = events;
    this.longWork = longWork;
    this.wholeLists = wholeLists;
    this.followed = followed;
    this.feed = feed;
    this.publicUrl = publicUrl;
    this.clock = clock;
  }

  @POST
  @Needs(Scope.WRITE)
  public Response create(JsonObject body, @Context HttpServletRequest request) {
    Event event = events.record(NewEvent.from(body), clock.instant());
    return Response.created(publicUrl.locate(request, "/events", event.id())).entity(event).build();
  }

  @GET
  @Needs(Scope.READ)
  @Produces({MediaType.APPLICATION_JSON, Rows.CSV, Rows.JSON_LINES})
  public Response list(@Context UriInfo uri, @Context HttpServletRequest request) {
    QueryParameters query = new QueryParameters(uri);
    EventFilter filter = EventFilter.from(query);
    if (query.text("after").isPresent()) {
      return feed.answer(
          uri,
          request,
          (after, to, limit) -> followed.read(filter, after, to, limit),
          new GenericType<Rows<Event>>() {});
    }
    Feed.refuseWait(query);
    Optional<Stretch> stretch = query.stretch("/events");
    if (stretch.isPresent()) {
      List<Event> found = events.stretch(filter, stretch.get());
      return answer(stretch.get().rows(found, Event::cursor, publicUrl, request));
    }
    Rows<Event> rows =
        query
            .page()
            .<Rows<Event>>map(page -> events.page(filter, page)::forEach)
            .orElse(wholeLists.limited(consumer -> longWork.forEach(filter, consumer)));
    return answer(rows);
  }

  private static Response answer(Rows<Event> rows) {
    return Response.ok(new GenericEntity<Rows<Event>>(rows) {}).build();
  }

  @GET
  @Needs(Scope.READ)
  @Path("/{id: [0-9]+}")
  public Event find(@PathParam("id") long id) {
    return events.find(id).orElseThrow(EventsResource::notFound);
  }

  @DELETE
  @Needs(Scope.WRITE)
  @Path("/{id: [0-9]+}")
  public void delete(@PathParam("id") long id) {
    if (events.delete(id) == 0) {
      throw notFound();
    }
  }

  @Override
  public Description description() {
    return EventsDescription.of();
  }

  private static ApiException notFound() {
    return ApiException.notFound("Event not found");
  }
}
