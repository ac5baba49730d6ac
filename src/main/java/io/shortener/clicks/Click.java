package io.shortener.clicks;

import io.shortener.urls.Link;
import io.shortener.visitors.Visitor;
import java.time.Instant;

/**
 * A visit to be recorded.
 *
 * @param link as it was when the visitor was sent on
 * @param visitor unknown when not given: journals of earlier versions have none
 */
record Click(Link link, Instant timestamp, Visitor visitor) {
  Click {
    visitor = visitor == null ? Visitor.UNKNOWN : visitor;
  }
}
