package io.shortener.urls;

import io.shortener.http.Caller;
import io.shortener.http.Conditions;
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
import java.util.List;
import java.util.Optional;

/** The routes below {@code /urls}. */
@Path("/urls")
@Produces(MediaType.APPLICATION_JSON)
public final class UrlsResource implements Described {
  private final UrlDao urls;
  private final UrlDao longWork;
  private final WholeLists wholeLists;
  private final ShortCodes codes;
  private final Domains domains;
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
      WholeLists wholeLists,
      ShortCodes codes,
      Domains domains,
      SafeTargets targets,
      PublicUrl publicUrl,
      Clock clock,
      LinkListener listener) {
    this.urls = urls;
    this.longWork = longWork;
    this.wholeLists = wholeLists;
    this.codes = codes;
    this.domains = domains;
    this.targets = targets;
    this.publicUrl = publicUrl;
    this.clock = clock;
    this.listener = listener;
  }

  @POST
  @Needs(value = Scope.WRITE, orOwner = true)
  public Response create(JsonObject body, @Context HttpServletRequest request) {
    NewUrl wanted = NewUrl.from(body, domains).by(Caller.of(request));
    targets.check(wanted.originalUrl(), request);
    MadeUrl made = urls.create(wanted, codes, Caller.of(request), clock.instant());
    listener.linkChanged(made.url().address());
    return made.answer(publicUrl, request).entity(made.url()).build();
  }

  @GET
  @Needs(value = Scope.READ, orOwner = true)
  @Produces({MediaType.APPLICATION_JSON, Rows.CSV, Rows.JSON_LINES})
  public Rows<Url> list(@Context UriInfo uri, @Context HttpServletRequest request) {
    QueryParameters query = new QueryParameters(uri);
    UrlFilter filter = UrlFilter.from(query).within(Caller.of(request));
    Optional<Stretch> stretch = query.stretch("/urls");
    if (stretch.isPresent()) {
      List<Url> found = urls.stretch(filter, stretch.get());
      return stretch.get().rows(found, Url::cursor, publicUrl, request);
    }
    return query
        .page()
        .<Rows<Url>>map(page -> urls.page(filter, page)::forEach)
        .orElse(wholeLists.limited(consumer -> longWork.forEach(filter, consumer)));
  }

  @GET
  @Needs(value = Scope.READ, orOwner = true)
  @Path("/{id: [0-9]+}")
  public Url find(@PathParam("id") long id, @Context HttpServletRequest request) {
    return urls.findFor(Caller.of(request), id);
  }

  @PUT
  @Needs(value = Scope.WRITE, orOwner = true)
  @Path("/{id: [0-9]+}")
  public Url change(
      @PathParam("id") long id,
      JsonObject body,
      @Context HttpServletRequest request,
      @Context HttpHeaders headers) {
    UrlChanges changes = UrlChanges.from(body);
    checkReach(id, request);
    changes.originalUrl().ifPresent(url -> targets.check(url, request));
    Url changed =
        urls.change(id, changes, Conditions.of(headers), Caller.of(request), clock.instant())
            .orElseThrow(UrlDao::notFound);
    listener.linkChanged(changed.address());
    return changed;
  }

  @DELETE
  @Needs(value = Scope.WRITE, orOwner = true)
  @Path("/{id: [0-9]+}")
  public void delete(
      @PathParam("id") long id, @Context HttpServletRequest request, @Context HttpHeaders headers) {
    checkReach(id, request);
    Url deleted =
        longWork
            .delete(id, Conditions.of(headers), Caller.of(request))
            .orElseThrow(UrlDao::notFound);
    listener.linkChanged(deleted.address());
  }

  /** What a caller does not see, it cannot change; no url changes its owner meanwhile. */
  private void checkReach(long id, HttpServletRequest request) {
    if (Caller.of(request).owner().isPresent()) {
      Url unused = find(id, request);
    }
  }

  @Override
  public Description description() {
    return UrlsDescription.of();
  }
}
