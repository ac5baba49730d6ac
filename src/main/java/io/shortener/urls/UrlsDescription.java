package io.shortener.urls;

import io.shortener.reference.Content;
import io.shortener.reference.Description;
import io.shortener.reference.Operation;
import io.shortener.reference.Schema;
import io.shortener.reference.Topic;

/** What there is to say of the routes of {@link UrlsResource}. */
final class UrlsDescription {
  /** The names of hosts that are usual. */
  private static final String HOST = "^[a-z0-9]{1,20}(\\.[a-z0-9]{1,20}){0,5}$";

  /** The letters and digits that are usual. */
  private static final String INDEXED = "[A-Za-z0-9]{" + UrlFilter.SHORTEST + "}";

  private UrlsDescription() {}

  static Description of() {
    return new Description(Topic.LINKS)
        .with(NewUrlDescription.ofUrls())
        .with(list())
        .with(
            Operation.of("GET /urls/{id}", "getUrl", "Read a link")
                .answers(200, "The link.", Content.json(LinkSchemas.url(), LinkSchemas.EXAMPLE))
                .tagged()
                .refuses(404, "URL not found"))
        .with(change())
        .with(
            Operation.of("DELETE /urls/{id}", "deleteUrl", "Delete a link")
                .says("With its events. Nobody can have its code again.")
                .answers(204, "It is gone.")
                .conditional()
                .refuses(404, "URL not found"));
  }

  private static Operation list() {
    return Operation.of("GET /urls", "listUrls", "List links")
        .says("The newest first, unless `sort` says otherwise.")
        .query("user_id", "Of this user.", Schema.id(), 1)
        .query("is_active", "`true` or `false`, in any case.", Schema.flag(), true)
        .query(
            "q",
            "What the code, the title or the original URL has somewhere, in any case; with three letters"
                + " or digits in a row.",
            Schema.text().matching(INDEXED).ofLength(UrlFilter.SHORTEST, UrlFilter.LONGEST),
            "example")
        .query("tag", "With exactly this tag.", Schema.text(), "shop")
        .query("domain", "Of this domain.", Schema.text().matching(HOST), "go.example")
        .query("created_after", "Made later.", Schema.givenTime(), "2026-01-01T00:00:00")
        .query(
            "sort",
            "`clicks` has the most clicked first, as of a few seconds ago, and is read by pages alone.",
            Schema.word("created_at", "clicks").orElse("created_at"),
            "created_at")
        .paged()
        .answers(200, "Links.", Content.rows(LinkSchemas.url(), LinkSchemas.EXAMPLE))
        .readOn()
        .refuses(
            400,
            "'user_id' must be a positive integer",
            "'is_active' must be true or false",
            "'q' must have 3 to 200 characters",
            "'q' must have 3 letters or digits in a row",
            "'sort' must be created_at or clicks",
            "'domain' must be the name of a host",
            "'sort=clicks' takes 'page' and 'per_page', not 'cursor' and 'limit'",
            "'created_after' must be a time like 2026-01-31T23:59:59");
  }

  private static Operation change() {
    Schema body =
        Schema.object()
            .optional("title", LinkSchemas.title())
            .optional("is_active", Schema.flag().says("`false` switches it off."))
            .optional("original_url", LinkSchemas.originalUrl())
            .and(LinkSchemas.rules())
            .ofAtLeast(1)
            .says("What is left out stays as it is; `null` takes a limit away.");
    return Operation.of("PUT /urls/{id}", "changeUrl", "Change a link")
        .body(body.named("UrlChanges"), "{\"title\": \"New\", \"max_clicks\": null}")
        .answers(
            200, "The link as it is now.", Content.json(LinkSchemas.url(), LinkSchemas.EXAMPLE))
        .versioned(200)
        .conditional()
        .refuses(400, "Give 'title', 'is_active', 'original_url' or several of them")
        .refuses(400, LinkSchemas.BAD_URL)
        .refuses(400, LinkSchemas.BAD_RULES)
        .refuses(404, "URL not found");
  }
}
