package io.shortener.access;

import io.shortener.http.ApiException;
import io.shortener.http.JsonObject;
import io.shortener.http.Scope;
import io.shortener.http.Text;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/**
 * A key to be made.
 *
 * @param name trimmed, 1 to {@link #NAME_LIMIT} code points
 * @param scopes one or more, in their order
 * @param ownerId there when the scopes have {@link Scope#CREATE}
 */
public record NewKey(
    String name, List<Scope> scopes, Optional<Long> ownerId, Optional<Instant> expiresAt) {
  static final int NAME_LIMIT = 100;

  /**
   * Reads a body.
   *
   * @throws ApiException 400 when a field is missing or not usable
   */
  static NewKey from(JsonObject body, Instant now) {
    return checked(
        body.text("name").orElse(""),
        body.optionalTexts("scopes").orElse(List.of()),
        body.optionalPositive("owner_id"),
        body.optionalTime("expires_at"),
        now);
  }

  /**
   * Reads what somebody wishes.
   *
   * @throws ApiException 400 when a part is missing or not usable
   */
  static NewKey checked(
      String name,
      List<String> scopes,
      Optional<Long> ownerId,
      Optional<Instant> expiresAt,
      Instant now) {
    String trimmed = Text.trim(name);
    if (trimmed.isEmpty()) {
      throw ApiException.badRequest("Missing or invalid 'name'");
    }
    List<Scope> known = known(scopes);
    if (known.contains(Scope.CREATE) && ownerId.isEmpty()) {
      throw ApiException.badRequest("'owner_id' is needed for the scope create");
    }
    if (expiresAt.filter(end -> !end.isAfter(now)).isPresent()) {
      throw ApiException.badRequest("'expires_at' must be in the future");
    }
    return new NewKey(Text.limited("name", trimmed, NAME_LIMIT), known, ownerId, expiresAt);
  }

  /** As the database keeps them. */
  public List<String> scopeNames() {
    return scopes.stream().map(Scope::toString).toList();
  }

  private static List<Scope> known(List<String> names) {
    TreeSet<Scope> scopes = new TreeSet<>();
    for (String name : names) {
      scopes.add(Scope.of(name).orElseThrow(NewKey::badScopes));
    }
    if (scopes.isEmpty()) {
      throw badScopes();
    }
    return List.copyOf(scopes);
  }

  private static ApiException badScopes() {
    return ApiException.badRequest("'scopes' must be one or more of read, create, write and admin");
  }
}
