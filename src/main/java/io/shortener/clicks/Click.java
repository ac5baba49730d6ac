package io.shortener.clicks;

import io.shortener.urls.Link;
import java.time.Instant;

/**
 * A visit to be recorded.
 *
 * @param link as it was when the visitor was sent on
 */
record Click(Link link, Instant timestamp) {}
