package io.shortener.changes;

import io.shortener.feed.Feed;
import io.shortener.feed.FeedDescription;
import io.shortener.reference.Content;
import io.shortener.reference.Description;
import io.shortener.reference.Operation;
import io.shortener.reference.Schema;
import io.shortener.reference.Topic;

/** What there is to say of {@link ChangesResource}. */
final class ChangesDescription {
  private static final String EXAMPLE =
      """
      {"id": 7, "kind": "url", "subject_id": 1, "action": "updated", "timestamp": "2026-01-31T23:59:59",
       "by": {"address": "192.0.2.7"}, "changes": {"title": {"from": "Old", "to": "New"}}}
      """;

  private ChangesDescription() {}

  static Description of() {
    Operation list =
        Operation.of("GET /changes", "listChanges", "Who changed what")
            .says(
                """
                The oldest first, to be followed: each answer says in `Next-Cursor` where the next one \
                begins. With a filter an answer may be empty although more follows, until its cursor \
                does not change any more.
                """)
            .query("kind", "Of links (`url`), users or keys.", Schema.text(), "url")
            .query("subject_id", "Of what has this id.", Schema.id(), 1)
            .query("limit", "At most so many.", FeedDescription.limit(), 100)
            .answers(200, "Changes.", Content.rows(change(), EXAMPLE))
            .sends(200, Feed.NEXT, FeedDescription.next())
            .sends(200, "Link", Schema.text().says("The same as a link: `<...>; rel=\"next\"`."))
            .refuses(400, "'subject_id' must be a positive integer")
            .refuses(400, "'limit' must be an integer from 1 to 10000");
    return new Description(Topic.EVENTS).with(FeedDescription.followed(list));
  }

  private static Schema change() {
    return Schema.of(Change.class)
        .property("kind", "`url`, `user` or `key`.")
        .property("subject_id", "Of the link, user or key.")
        .property("action", "`created`, `updated` or `deleted`.")
        .property(
            "by",
            "`key_id` and `key` (its name), the `address` of a client without a key, or the"
                + " `database_user` who changed rows by hand.")
        .property("changes", "Of each field what it was (`from`) and what it is (`to`).")
        .named("Change");
  }
}
