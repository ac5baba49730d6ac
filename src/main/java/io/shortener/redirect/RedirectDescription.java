package io.shortener.redirect;

import io.shortener.reference.Description;
import io.shortener.reference.Operation;
import io.shortener.reference.Schema;
import io.shortener.reference.Topic;

/** What there is to say of {@link RedirectHandler}. */
final class RedirectDescription {
  private RedirectDescription() {}

  static Description of() {
    return new Description(Topic.LINKS)
        .with(
            leading(
                Operation.of("GET /{short_code}", "followUrl", "Follow a link")
                    .says(
                        """
                        The answer leaves when the click is durable. Known links lead on while the \
                        database is away.
                        """)))
        .with(
            leading(
                Operation.of("HEAD /{short_code}", "lookAtUrl", "Look at a link")
                    .says("The same headers, and no click.")));
  }

  private static Operation leading(Operation operation) {
    operation.path(
        "short_code",
        "The link's code.",
        Schema.text().matching("^[A-Za-z0-9_-]{1,64}$"),
        "vCsP9n");
    for (int status : new int[] {301, 302, 307, 308}) {
      operation
          .answers(status, status == 302 ? "There it is." : "There it is, if the link says so.")
          .sends(status, "Location", Schema.text().says("The original URL in ASCII."))
          .sends(status, "Cache-Control", Schema.text());
    }
    return operation
        .refuses(403, "Link blocked")
        .refuses(404, "Short URL not found", "Not found")
        .refuses(410, "Link expired")
        .refuses(429);
  }
}
