package io.shortener.clicks;

import io.shortener.urls.Link;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * A visit that waits to be recorded.
 *
 * @param recorded completes with true when the click is committed, with false when its link is
 *     gone, exceptionally when the database failed; whoever gives up waiting cancels it
 */
record Click(Link link, Instant timestamp, CompletableFuture<Boolean> recorded) {
  Click(Link link, Instant timestamp) {
    this(link, timestamp, new CompletableFuture<>());
  }
}
