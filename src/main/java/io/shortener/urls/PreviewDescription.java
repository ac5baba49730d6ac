package io.shortener.urls;

import io.shortener.reference.Content;
import io.shortener.reference.Description;
import io.shortener.reference.Operation;
import io.shortener.reference.Schema;
import io.shortener.reference.Topic;

/** What there is to say of {@link PreviewResource}. */
final class PreviewDescription {
  private static final String EXAMPLE =
      """
      {"short_code": "vCsP9n", "short_url": "https://s.example/vCsP9n",
       "original_url": "https://example.com/sale", "title": "Sale",
       "created_at": "2026-01-31T23:59:59", "expires_at": null}
      """;

  private PreviewDescription() {}

  static Description of() {
    return new Description(Topic.LINKS)
        .with(
            Operation.of("GET /{short_code}+", "previewUrl", "Where a link leads, without a click")
                .path("short_code", "The link's code.", LinkSchemas.code(), LinkSchemas.CODE)
                .answers(
                    200,
                    "What a visit would find.",
                    Content.json(
                        Schema.of(PreviewResource.Preview.class).named("Preview"), EXAMPLE))
                .refuses(403, "Link blocked")
                .refuses(404, "Short URL not found")
                .refuses(410, "Link expired"));
  }
}
