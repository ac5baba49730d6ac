package io.shortener.users;

import io.shortener.http.ApiException;
import io.shortener.http.Caller;
import io.shortener.http.Conditions;
import io.shortener.http.Cursor;
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

/** The routes below {@code /users}, but for the bulk import. */
@Path("/users")
@Produces(MediaType.APPLICATION_JSON)
public final class UsersResource implements Described {
  private final UserDao users;
  private final UserDao longWork;
  private final WholeLists wholeLists;
  private final PublicUrl publicUrl;
  private final Clock clock;

  /**
   * @param users for what a client waits for
   * @param longWork for whole lists and for deletions that cascade
   */
  public UsersResource(
      UserDao users, UserDao longWork, WholeLists wholeLists, PublicUrl publicUrl, Clock clock) {
    this.users = users;
    this.longWork = longWork;
    this.wholeLists = wholeLists;
    this.publicUrl = publicUrl;
    this.clock = clock;
  }

  @POST
  @Needs(Scope.WRITE)
  public Response create(JsonObject body, @Context HttpServletRequest request) {
    User user = users.create(NewUser.from(body), Caller.of(request), clock.instant());
    return Response.created(publicUrl.locate(request, "/users", user.id())).entity(user).build();
  }

  @GET
  @Needs(Scope.READ)
  @Produces({MediaType.APPLICATION_JSON, Rows.CSV, Rows.JSON_LINES})
  public Rows<User> list(@Context UriInfo uri, @Context HttpServletRequest request) {
    QueryParameters query = new QueryParameters(uri);
    Optional<Stretch> stretch = query.stretch("/users");
    if (stretch.isPresent()) {
      long after = stretch.get().after().map(Cursor::id).orElse(0L);
      List<User> found = users.behind(after, stretch.get().sought());
      return stretch.get().rows(found, user -> Cursor.of(user.id()), publicUrl, request);
    }
    return query
        .page()
        .<Rows<User>>map(page -> users.page(page)::forEach)
        .orElse(wholeLists.limited(longWork::forEach));
  }

  @GET
  @Needs(value = Scope.READ, orOwner = true)
  @Path("/{id: [0-9]+}")
  public User find(@PathParam("id") long id, @Context HttpServletRequest request) {
    return users
        .find(id)
        .filter(user -> Caller.of(request).mayReach(user.id()))
        .orElseThrow(UsersResource::notFound);
  }

  @PUT
  @Needs(Scope.WRITE)
  @Path("/{id: [0-9]+}")
  public User change(
      @PathParam("id") long id,
      JsonObject body,
      @Context HttpServletRequest request,
      @Context HttpHeaders headers) {
    return users
        .change(id, UserChanges.from(body), Conditions.of(headers), Caller.of(request))
        .orElseThrow(UsersResource::notFound);
  }

  @DELETE
  @Needs(Scope.WRITE)
  @Path("/{id: [0-9]+}")
  public void delete(
      @PathParam("id") long id, @Context HttpServletRequest request, @Context HttpHeaders headers) {
    if (!longWork.delete(id, Conditions.of(headers), Caller.of(request))) {
      throw notFound();
    }
  }

  @Override
  public Description description() {
    return UsersDescription.of();
  }

  private static ApiException notFound() {
    return ApiException.notFound("User not found");
  }
}
