package io.shortener.users;

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

/** The routes below {@code /users}, but for the bulk import. */
@Path("/users")
@Produces(MediaType.APPLICATION_JSON)
public final class UsersResource implements Described {
  private final UserDao users;
  private final UserDao longWork;
  private final PublicUrl publicUrl;
  private final Clock clock;

  /**
   * @param users for what a client waits for
   * @param longWork for whole lists and for deletions that cascade
   */
  public UsersResource(UserDao users, UserDao longWork, PublicUrl publicUrl, Clock clock) {
    this.users = users;
    this.longWork = longWork;
    this.publicUrl = publicUrl;
    this.clock = clock;
  }

  @POST
  public Response create(JsonObject body, @Context HttpServletRequest request) {
    User user = users.insert(NewUser.from(body), clock.instant());
    return Response.created(publicUrl.locate(request, "/users", user.id())).entity(user).build();
  }

  @GET
  @Produces({MediaType.APPLICATION_JSON, Rows.CSV, Rows.JSON_LINES})
  public Rows<User> list(@Context UriInfo uri) {
    return new QueryParameters(uri)
        .page()
        .<Rows<User>>map(page -> users.page(page)::forEach)
        .orElse(longWork::forEach);
  }

  @GET
  @Path("/{id: [0-9]+}")
  public User find(@PathParam("id") long id) {
    return users.find(id).orElseThrow(UsersResource::notFound);
  }

  @PUT
  @Path("/{id: [0-9]+}")
  public User change(@PathParam("id") long id, JsonObject body, @Context HttpHeaders headers) {
    return users
        .change(id, UserChanges.from(body), Conditions.of(headers))
        .orElseThrow(UsersResource::notFound);
  }

  @DELETE
  @Path("/{id: [0-9]+}")
  public void delete(@PathParam("id") long id, @Context HttpHeaders headers) {
    if (!longWork.delete(id, Conditions.of(headers))) {
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
