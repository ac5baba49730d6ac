package io.shortener.urls;

import io.shortener.reference.Content;
import io.shortener.reference.Description;
import io.shortener.reference.Operation;
import io.shortener.reference.Schema;
import io.shortener.reference.Topic;

/** What there is to say of the two routes by which a link is made. */
final class NewUrlDescription {
  private static final String SHORTENED =
      """
      {"short_code": "vCsP9n", "short_url": "https://s.example/vCsP9n",
       "original_url": "https://example.com/a/long/path"}
      """;

  private NewUrlDescription() {}

  static Description ofShorten() {
    Schema answer = Schema.of(ShortenResource.ShortenedUrl.class).named("ShortenedUrl");
    Schema body =
        Schema.object().required("url", LinkSchemas.originalUrl()).and(LinkSchemas.newRules());
    return new Description(Topic.LINKS)
        .with(
            making(
                    Operation.of("POST /shorten", "shorten", "Make a link, the short way")
                        .body(
                            body.named("LongUrl"), "{\"url\": \"https://example.com/a/long/path\"}")
                        .creates("The link.", Content.json(answer, SHORTENED))
                        .answers(200, "The link that will do.", Content.json(answer, SHORTENED)))
                .refuses(400, "Missing 'url' field"));
  }

  static Operation ofUrls() {
    Content url = Content.json(LinkSchemas.url(), LinkSchemas.EXAMPLE);
    return making(
            Operation.of("POST /urls", "createUrl", "Make a link")
                .body(
                    body().named("NewUrl"),
                    """
                    {"original_url": "https://example.com/sale", "user_id": 1, "title": "Sale",
                     "expires_at": "2030-08-31T22:00:00", "tags": ["shop"]}
                    """)
                .creates("The link.", url)
                .versioned(201)
                .answers(200, "The link that will do.", url)
                .versioned(200))
        .refuses(400, "Missing or invalid 'original_url'")
        .refuses(400, "'title' must be at most " + NewUrl.TITLE_LIMIT + " characters")
        .refuses(404, "User not found");
  }

  static Schema body() {
    return Schema.object()
        .required("original_url", LinkSchemas.originalUrl())
        .optional("user_id", Schema.id().orNull().says("Whom it shall belong to."))
        .optional("title", LinkSchemas.title())
        .and(LinkSchemas.newRules());
  }

  private static Operation making(Operation operation) {
    return operation
        .refuses(400, LinkSchemas.BAD_URL)
        .refuses(400, LinkSchemas.BAD_RULES)
        .refuses(
            400,
            "'short_code' must be 1 to 64 of the characters A-Z, a-z, 0-9, _ and -",
            "'short_code' must not be a word that the service uses",
            "'domain' must be one of the domains of this service",
            "'domain' must be left out: this service has no domains")
        .refuses(409, "Short code already taken")
        .refuses(500, "Failed to generate unique code");
  }
}
