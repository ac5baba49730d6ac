package io.shortener.users;

import io.shortener.http.ApiException;
import io.shortener.http.JsonObject;
import io.shortener.http.Text;

/**
 * A user to be made.
 *
 * @param username trimmed, 1 to {@link #USERNAME_LIMIT} code points
 * @param email trimmed, 1 to {@link #EMAIL_LIMIT} code points
 */
public record NewUser(String username, String email) {
  /** The most code points of a username. */
  public static final int USERNAME_LIMIT = 100;

  /** The most code points of an address. */
  public static final int EMAIL_LIMIT = 255;

  /**
   * Reads a body.
   *
   * @throws ApiException 400 when a field is missing or not usable
   */
  static NewUser from(JsonObject body) {
    String username =
        body.trimmedText("username")
            .orElseThrow(() -> ApiException.badRequest("Invalid or missing username"));
    String email =
        body.trimmedText("email")
            .orElseThrow(() -> ApiException.badRequest("Invalid or missing email"));
    return new NewUser(
        Text.limited("username", username, USERNAME_LIMIT),
        Text.limited("email", email, EMAIL_LIMIT));
  }
}
