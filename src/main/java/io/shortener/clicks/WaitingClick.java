package io.shortener.clicks;

import io.shortener.urls.Link;
import io.shortener.visitors.VisitorHeaders;
import io.shortener.visitors.Visitors;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/**
 * A click whose visitor waits until it is durable.
 *
 * @param recorded completes with true when it is durable, with false when its link is gone; never
 *     exceptionally
 * @param since {@link System#nanoTime} when it came
 */
record WaitingClick(
    Link link,
    Instant timestamp,
    VisitorHeaders headers,
    CompletableFuture<Boolean> recorded,
    long since) {
  WaitingClick(Link link, Instant timestamp, VisitorHeaders headers) {
    this(link, timestamp, headers, new CompletableFuture<>(), System.nanoTime());
  }

  /** What is kept of it. */
  Click click(Visitors visitors) {
    return new Click(link, timestamp, visitors.of(headers));
  }

  double seconds() {
    return (System.nanoTime() - since) / 1e9;
  }
}
