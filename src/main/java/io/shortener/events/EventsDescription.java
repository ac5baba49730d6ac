package io.shortener.events;

import io.shortener.feed.Feed;
import io.shortener.feed.FeedDescription;
import io.shortener.reference.Content;
import io.shortener.reference.Description;
import io.shortener.reference.Operation;
import io.shortener.reference.Schema;
import io.shortener.reference.Topic;
import java.util.Map;

/** What there is to say of the routes of {@link EventsResource}. */
final class EventsDescription {
  private static final String EXAMPLE =
      """
      {"id": 1, "url_id": 1, "user_id": 1, "event_type": "click", "timestamp": "2026-01-31T23:59:59",
       "details": {"short_code": "vCsP9n", "original_url": "https://example.com/"}}
      """;

  private EventsDescription() {}

  static Description of() {
    return new Description(Topic.EVENTS)
        .with(create())
        .with(FeedDescription.followed(list()).refuses(400, "'wait' needs 'after'"))
        .with(
            Operation.of("GET /events/{id}", "getEvent", "Read an event")
                .answers(200, "The event.", Content.json(event(), EXAMPLE))
                .refuses(404, "Event not found"))
        .with(
            Operation.of("DELETE /events/{id}", "deleteEvent", "Delete an event")
                .says("A link's `click_count` stays as it is.")
                .answers(204, "It is gone.")
                .refuses(404, "Event not found"));
  }

  private static Operation list() {
    return Operation.of("GET /events", "listEvents", "List events")
        .says(
            """
                    The newest first. With `after` they are followed instead, the oldest first: up to \
                    `limit` of them, or 1,000, and in `Next-Cursor` where the next answer begins. Each \
                    event comes once, and nothing appears behind a cursor that was given out. With a \
                    filter an answer may then be empty although more follows, until its cursor does \
                    not change any more.
                    """)
        .query("url_id", "Of this link.", Schema.id(), 1)
        .query("user_id", "Of this user.", Schema.id(), 1)
        .query("event_type", "Of exactly this type.", Schema.text(), "click")
        .paged()
        .answers(200, "Events.", Content.rows(event(), EXAMPLE))
        .readOn()
        .maySend(200, Feed.NEXT, FeedDescription.next())
        .refuses(400, "'url_id' must be a positive integer");
  }

  private static Operation create() {
    Schema body =
        Schema.object()
            .required("event_type", Schema.text(NewEvent.TYPE_LIMIT))
            .optional("url_id", Schema.id().orNull().says("The link that it is about."))
            .optional("user_id", Schema.id().orNull().says("The user that it is about."))
            .optional("details", Schema.object().says("Anything.").orElse(Map.of()));
    return Operation.of("POST /events", "createEvent", "Record an event")
        .body(
            body.named("NewEvent"),
            "{\"event_type\": \"printed\", \"url_id\": 1, \"details\": {\"copies\": 200}}")
        .creates("The event.", Content.json(event(), EXAMPLE))
        .refuses(400, "Missing or invalid 'event_type'", "'details' must be a JSON object")
        .refuses(400, "'event_type' must be at most " + NewEvent.TYPE_LIMIT + " characters")
        .refuses(404, "URL not found", "User not found");
  }

  private static Schema event() {
    return Schema.of(Event.class)
        .property("event_type", "`created`, `updated`, `click`, or what a client recorded.")
        .property(
            "details",
            "Of what a client recorded what it sent; of `updated` also `by` and `changes`, as in"
                + " `/changes`.")
        .named("Event");
  }
}
