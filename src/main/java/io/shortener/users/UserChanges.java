package io.shortener.users;

import io.shortener.http.ApiException;
import io.shortener.http.JsonObject;
import io.shortener.http.Text;
import java.util.Optional;

/**
 * What to change about a user; what is empty stays as it is.
 *
 * @param username as in {@link NewUser}
 * @param email as in {@link NewUser}
 */
public record UserChanges(Optional<String> username, Optional<String> email) {
  /**
   * Reads a body.
   *
   * @throws ApiException 400 when it has no field, or one that is not usable
   */
  static UserChanges from(JsonObject body) {
    if (body.isEmpty()) {
      throw ApiException.badRequest("Give 'username', 'email' or both");
    }
    return new UserChanges(
        field(body, "username", NewUser.USERNAME_LIMIT), field(body, "email", NewUser.EMAIL_LIMIT));
  }

  private static Optional<String> field(JsonObject body, String name, int limit) {
    if (!body.has(name)) {
      return Optional.empty();
    }
    String value =
        body.trimmedText(name).orElseThrow(() -> ApiException.badRequest("Invalid " + name));
    return Optional.of(Text.limited(name, value, limit));
  }
}
