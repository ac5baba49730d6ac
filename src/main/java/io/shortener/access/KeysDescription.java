package io.shortener.access;

import io.shortener.http.Scope;
import io.shortener.reference.Content;
import io.shortener.reference.Description;
import io.shortener.reference.Operation;
import io.shortener.reference.Schema;
import io.shortener.reference.Topic;
import java.util.stream.Stream;

/** What there is to say of {@link KeysResource}. */
final class KeysDescription {
  private static final String FIELDS =
      """
      "id": 1, "name": "newsletter", "prefix": "sk_0123456789ab", "scopes": ["create"],
       "owner_id": 7, "created_at": "2026-01-31T23:59:59", "expires_at": "2030-01-01T00:00:00",
       "last_used_at": null\
      """;

  private static final String EXAMPLE = "{" + FIELDS + "}";

  private static final String MADE =
      "{" + FIELDS + ", \"key\": \"sk_0123456789ab_" + "x".repeat(43) + "\"}";

  private KeysDescription() {}

  static Description of() {
    return new Description(Topic.KEYS)
        .with(create())
        .with(
            Operation.of("GET /keys", "listKeys", "List keys")
                .says("Ordered by id; without what their holders show.")
                .paged()
                .answers(200, "Keys.", Content.rows(key(), EXAMPLE)))
        .with(
            Operation.of("GET /keys/{id}", "getKey", "Read a key")
                .answers(200, "The key.", Content.json(key(), EXAMPLE))
                .refuses(404, "Key not found"))
        .with(
            Operation.of("DELETE /keys/{id}", "revokeKey", "Revoke a key")
                .says("It ends at once here, and within 5 seconds on other instances.")
                .answers(204, "It holds no longer.")
                .refuses(404, "Key not found"));
  }

  private static Operation create() {
    Schema scope =
        Schema.word(Stream.of(Scope.values()).map(Scope::toString).toArray(String[]::new));
    Schema body =
        Schema.object()
            .required("name", Schema.text(NewKey.NAME_LIMIT).says("For people."))
            .required("scopes", Schema.list(scope).ofAtLeastOne().says("What it is good for."))
            .optional(
                "owner_id",
                Schema.id().orNull().says("Whose links it makes; needed for the scope `create`."))
            .optional(
                "expires_at",
                Schema.givenTime().orNull().says("In the future; else it never ends."));
    return Operation.of("POST /keys", "createKey", "Make a key")
        .says("The answer alone has the key: a hash of it is stored.")
        .body(
            body.named("NewKey"),
            """
            {"name": "reports", "scopes": ["read"], "expires_at": "2030-01-01T00:00:00"}
            """)
        .creates(
            "The key, told once.",
            Content.json(
                Schema.of(KeysResource.MadeKey.class)
                    .property("key", "What its holder sends as `Authorization: Bearer KEY`.")
                    .named("MadeKey"),
                MADE))
        .refuses(400, "Missing or invalid 'name'")
        .refuses(400, "'name' must be at most " + NewKey.NAME_LIMIT + " characters")
        .refuses(
            400,
            "'scopes' must be one or more of read, create, write and admin",
            "'owner_id' is needed for the scope create",
            "'expires_at' must be in the future")
        .refuses(404, "User not found");
  }

  private static Schema key() {
    return Schema.of(Key.class)
        .property("prefix", "How it begins.")
        .property("owner_id", "Whose links it makes.")
        .property("last_used_at", "As of a minute ago.")
        .named("Key");
  }
}
