package io.shortener.urls;

import io.shortener.http.Rows;
import io.shortener.reference.Content;
import io.shortener.reference.Description;
import io.shortener.reference.Operation;
import io.shortener.reference.Schema;
import io.shortener.reference.Topic;

/** What there is to say of {@link BulkUrlsResource}. */
final class BulkUrlsDescription {
  private static final String CSV =
      "original_url,title\r\nhttps://example.com/,Example\r\nftp://example.com/,\r\n";

  private static final String ROWS =
      """
      [{"original_url": "https://example.com/", "title": "Example"},
       {"original_url": "ftp://example.com/"}]
      """;

  private static final String OUTCOMES =
      """
      [{"row": 1, "status": 201, "url": %s},
       {"row": 2, "status": 400, "error": "URL must start with http:// or https://"}]
      """
          .formatted(LinkSchemas.EXAMPLE);

  private BulkUrlsDescription() {}

  static Description of() {
    return new Description(Topic.LINKS)
        .with(
            Operation.of("POST /urls/bulk", "createUrls", "Make many links")
                .says(
                    """
                    Up to 100,000 rows in a body of up to 100 MB, each what `POST /urls` takes; in CSV \
                    `tags` is a JSON array. What is wrong with a row keeps out no other. A body that \
                    cannot be read as rows makes no link. Links are made 500 at a time while their \
                    results are sent; with an `Idempotency-Key` all are made before that, or none is.
                    """)
                .body(Content.json(Schema.list(Schema.object()), ROWS))
                .body(
                    Content.text(Rows.JSON_LINES, "{\"original_url\": \"https://example.com/\"}\n"))
                .body(Content.text(Rows.CSV, CSV))
                .body(Content.form("The same CSV.", CSV))
                .answers(
                    200,
                    "What became of each row, in their order: the status that it would have had alone.",
                    Content.json(Schema.list(outcome()), OUTCOMES))
                .refuses(
                    400,
                    "Invalid JSON",
                    "No file provided",
                    "The file has no header line",
                    "The file is not UTF-8",
                    "Send application/json, application/x-ndjson, text/csv or a form with the field"
                        + " 'file'")
                .refuses(
                    413,
                    "Request body too large",
                    "There are more than " + UrlImport.MOST_ROWS + " rows"));
  }

  private static Schema outcome() {
    return Schema.of(UrlImport.Outcome.class)
        .property("row", "Its place in the body, from 1.")
        .property("url", "If there is one now.")
        .property("error", "Why there is none.")
        .named("UrlOutcome");
  }
}
