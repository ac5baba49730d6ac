package io.shortener.events;

import io.shortener.http.ApiException;
import io.shortener.http.JsonObject;
import io.shortener.http.PublicUrl;
import io.shortener.http.QueryParameters;
import io.shortener.http.Rows;
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
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;

/** The routes below {@code /events}. */
@Path("/events")
@Produces(MediaType.APPLICATION_JSON)
public final class EventsResource implements Described {
  private final EventDao events;
  private final EventDao longWork;
  private final PublicUrl publicUrl;
  private final Clock clock;

  /**
   * @param events for what a client waits for
   * @param longWork for whole lists
   */
  public EventsResource(EventDao events, EventDao longWork, PublicUrl publicUrl, Clock clock) {
    this.events = events;
    this.longWork = longWork;
    this.publicUrl = publicUrl;
    this.clock = clock;
  }

  @POST
  public Response create(JsonObject body, @Context HttpServletRequest request) {
    Event event = events.record(NewEvent.from(body), clock.instant());
    return Response.created(publicUrl.locate(request, "/events", event.id())).entity(event).build();
  }

  @GET
  @Produces({MediaType.APPLICATION_JSON, Rows.CSV, Rows.JSON_LINES})
  public Rows<Event> list(@Context UriInfo uri) {
    QueryParameters query = new QueryParameters(uri);
    EventFilter filter = EventFilter.from(query);
    return query
        .page()
        .<Rows<Event>>map(page -> events.page(filter, page)::forEach)
        .orElse(consumer -> longWork.forEach(filter, consumer));
  }

  @GET
  @Path("/{id: [0-9]+}")
  public Event find(@PathParam("id") long id) {
    return events.find(id).orElseThrow(EventsResource::notFound);
  }

  @DELETE
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
