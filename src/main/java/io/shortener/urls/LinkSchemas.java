package io.shortener.urls;

import io.shortener.reference.Schema;

/** What the descriptions of this package's routes have in common. */
final class LinkSchemas {
  static final String CODE = "vCsP9n";

  static final String EXAMPLE =
      """
      {"id": 1, "user_id": 1, "short_code": "vCsP9n", "original_url": "https://example.com/sale",
       "title": "Sale", "is_active": true, "click_count": 42, "created_at": "2026-01-31T23:59:59",
       "updated_at": "2026-01-31T23:59:59", "valid_from": null, "expires_at": "2030-08-31T22:00:00",
       "max_clicks": null, "redirect_status": 302, "forward_query": false, "tags": ["shop"],
       "domain": null}
      """;

  static final String[] BAD_URL = {
    "URL must start with http:// or https://",
    "URL must have a valid host",
    "URL must not have control characters",
    "URL must not lead back to this service",
    "URL leads to a blocked host",
    "URL must not lead to a private address"
  };

  static final String[] BAD_RULES = {
    "'expires_at' must be a time like 2026-01-31T23:59:59",
    "'expires_at' must be later than 'valid_from'",
    "'redirect_status' must be 301, 302, 307 or 308",
    "'tags' must be an array of texts"
  };

  /** As {@link OriginalUrl} wants it, but for the rarer ways to write an IPv6 address. */
  private static final String URL_PATTERN =
      "^[Hh][Tt][Tt][Pp][Ss]?://"
          + "([^/?#\\\\\\x00-\\x1f\\x7f-\\x9f]*@)?"
          + "(\\[(([0-9A-Fa-f]{1,4}:){7}|([0-9A-Fa-f]{1,4}:){1,6}:|::)[0-9A-Fa-f]{1,4}\\]|[^/?#\\\\\\s:<>\"^`{|}\\[\\]@\\x00-\\x1f\\x7f-\\x9f]+)"
          + "(:([0-5]?[0-9]{0,4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]))?"
          + "([/?#\\\\][^\\x00-\\x1f\\x7f-\\x9f]*)?$";

  private LinkSchemas() {}

  static Schema code() {
    return Schema.text().matching("^[A-Za-z0-9_-]{1," + ShortCodes.LIMIT + "}$");
  }

  static Schema originalUrl() {
    return Schema.text(OriginalUrl.LIMIT)
        .matching(URL_PATTERN)
        .says("An absolute http or https URL with a host; kept exactly as it is sent.");
  }

  static Schema title() {
    return Schema.text().ofLength(0, NewUrl.TITLE_LIMIT).orNull().says("`null` is not given.");
  }

  static Schema url() {
    return Schema.of(Url.class)
        .property("user_id", "Whom it belongs to.")
        .property("click_count", "Redirects given since it was made.")
        .property("is_active", "Whether it leads on.")
        .property(
            "domain", "The only host at which it leads on; `null` for all that are no domain.")
        .named("Url");
  }

  /** What {@link LinkRules} and {@link Tags} read of a body. */
  static Schema rules() {
    return Schema.object()
        .optional("valid_from", Schema.givenTime().orNull().says("Before, the link is not found."))
        .optional("expires_at", Schema.givenTime().orNull().says("Afterwards the link is 410."))
        .optional(
            "max_clicks", Schema.id().orNull().says("How many people it leads on; then it is 410."))
        .optional(
            "redirect_status",
            Schema.number(301, 302, 307, 308)
                .says("Browsers may keep a permanent one for five minutes."))
        .optional(
            "forward_query", Schema.flag().says("Whether a visitor's query string goes along."))
        .optional(
            "tags",
            Schema.list(Schema.text(Tags.LENGTH_LIMIT))
                .ofAtMost(Tags.LIMIT)
                .says("By which it is found again."));
  }

  /** The same, and what only a new link can have. */
  static Schema newRules() {
    return Schema.object()
        .optional("short_code", code().says("The link's own; one is drawn if it is left out."))
        .and(rules())
        .optional(
            "domain",
            Schema.text()
                .orNull()
                .says("The only host at which it shall lead on, one of this service's domains."))
        .optional(
            "reuse",
            Schema.flag()
                .says(
                    "`true` answers 200 with the owner's link for the same URL and rules that is"
                        + " not used up.")
                .orElse(false));
  }
}
