package io.shortener.urls;

import io.shortener.http.ApiException;
import io.shortener.http.Conditions;
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
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Clock;

/** The routes below {@code /urls}. */
@Path("/urls")
@Produces(MediaType.APPLICATION_JSON)
public final class UrlsResource implements Described {
  private final UrlDao urls;
  private final UrlDao longWork;
  private final ShortCodes codes;
  private final SafeTargets targets;
  private final PublicUrl publicUrl;
  private final Clock clock;
  private final LinkListener listener;

  /**
   * @param urls for what a client waits for
   * @param longWork for whole lists and for deletions that cascade
   * @param listener told of every link that is made, changed or deleted here
   */
  public UrlsResource(
      UrlDao urls,
      UrlDao longWork,
      ShortCodes codes,
      SafeTargets targets,
      PublicUrl publicUrl,
      Clock clock,
      LinkListener listener) {
    this.urls = urls;
    this.longWork = longWork;
    this.codes = codes;
    this.targets = targets;
    this.publicUrl = publicUrl;
    this.clock = clock;
    this.listener = listener;
  }

  @POST
  public Response create(JsonObject body, @Context HttpServletRequest request) {
    NewUrl wanted = NewUrl.from(body);
    targets.check(wanted.originalUrl(), request);
    MadeUrl made = urls.create(wanted, codes, clock.instant());
    listener.linkChanged(made.url().shortCode());
    return made.answer(publicUrl, request).entity(made.url()).build();
  }

  @GET
  @Produces({MediaType.APPLICATION_JSON, Rows.CSV, Rows.JSON_LINES})
  public Rows<Url> list(@Context UriInfo uri) {
    QueryParameters query = new QueryParameters(uri);
    UrlFilter filter = UrlFilter.from(query);
    return query
        .page()
        .<Rows<Url>>map(page -> urls.page(filter, page)::forEach)
        .orElse(consumer -> longWork.forEach(filter, consumer));
  }

  @GET
  @Path("/{id: [0-9]+}")
  public Url find(@PathParam("id") long id) {
    return urls.find(id).orElseThrow(UrlsResource::notFound);
  }

  @PUT
  @Path("/{id: [0-9]+}")
  public Url change(
      @PathParam("id") long id,
      JsonObject body,
      @Context HttpServletRequest request,
      @Context HttpHeaders headers) {
    UrlChanges changes = UrlChanges.from(body);
    changes.originalUrl().ifPresent(url -> targets.check(url, request));
    Url changed =
        urls.change(id, changes, Conditions.of(headers), clock.instant())
            .orElseThrow(UrlsResource::notFound);
    listener.linkChanged(changed.shortCode());
    return changed;
  }

  @DELETE
  @Path("/{id: [0-9]+}")
  public void delete(@PathParam("id") long id, @Context HttpHeaders headers) {
    String code = longWork.delete(id, Conditions.of(headers)).orElseThrow(UrlsResource::notFound);
    listener.linkChanged(code);
  }

  @Override
  public Description description() {
    return UrlsDescription.of();
  }

  private static ApiException notFound() {
    return ApiException.notFound("URL not found");
  }
}
