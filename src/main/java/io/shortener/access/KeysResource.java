package io.shortener.access;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.shortener.http.ApiException;
import io.shortener.http.Caller;
import io.shortener.http.JsonObject;
import io.shortener.http.Needs;
import io.shortener.http.PublicUrl;
import io.shortener.http.QueryParameters;
import io.shortener.http.Rows;
import io.shortener.http.Scope;
import io.shortener.http.TellsSecret;
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
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;

/** The routes below {@code /keys}; they are there only where keys are asked for. */
@Path("/keys")
@Produces(MediaType.APPLICATION_JSON)
public final class KeysResource implements Described {
  private final KeyDao keys;
  private final KnownKeys known;
  private final SecureRandom random;
  private final PublicUrl publicUrl;
  private final Clock clock;

  /**
   * @param known told of keys that are revoked here
   */
  KeysResource(
      KeyDao keys, KnownKeys known, SecureRandom random, PublicUrl publicUrl, Clock clock) {
    this.keys = keys;
    this.known = known;
    this.random = random;
    this.publicUrl = publicUrl;
    this.clock = clock;
  }

  @POST
  @Needs(Scope.ADMIN)
  @TellsSecret
  public Response create(JsonObject body, @Context HttpServletRequest request) {
    Instant now = clock.instant();
    KeySecret secret = KeySecret.draw(random);
    Key key = keys.insert(NewKey.from(body, now), secret, Caller.of(request), now);
    return Response.created(publicUrl.locate(request, "/keys", key.id()))
        .entity(new MadeKey(key, secret.text()))
        .build();
  }

  @GET
  @Needs(Scope.ADMIN)
  @Produces({MediaType.APPLICATION_JSON, Rows.CSV, Rows.JSON_LINES})
  public Rows<Key> list(@Context UriInfo uri) {
    return new QueryParameters(uri)
        .page()
        .<Rows<Key>>map(page -> keys.page(page)::forEach)
        .orElse(keys::forEach);
  }

  @GET
  @Needs(Scope.ADMIN)
  @Path("/{id: [0-9]+}")
  public Key find(@PathParam("id") long id) {
    return keys.find(id).orElseThrow(KeysResource::notFound);
  }

  @DELETE
  @Needs(Scope.ADMIN)
  @Path("/{id: [0-9]+}")
  public void revoke(@PathParam("id") long id, @Context HttpServletRequest request) {
    known.forget(keys.revoke(id, Caller.of(request)).orElseThrow(KeysResource::notFound));
  }

  @Override
  public Description description() {
    return KeysDescription.of();
  }

  private static ApiException notFound() {
    return ApiException.notFound("Key not found");
  }

  /**
   * The answer to who makes a key.
   *
   * @param key what its holder shows; it is told this once
   */
  record MadeKey(@JsonUnwrapped Key details, String key) {}
}
