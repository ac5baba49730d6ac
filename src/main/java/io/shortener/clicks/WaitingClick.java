package io.shortener.clicks;

import java.util.concurrent.CompletableFuture;

/**
 * A click whose visitor waits until it is durable.
 *
 * @param recorded completes with true when it is durable, with false when its link is gone; never
 *     exceptionally
 * @param since {@link System#nanoTime} when it came
 */
record WaitingClick(Click click, CompletableFuture<Boolean> recorded, long since) {
  WaitingClick(Click click) {
    this(click, new CompletableFuture<>(), System.nanoTime());
  }

  double seconds() {
    return (System.nanoTime() - since) / 1e9;
  }
}
