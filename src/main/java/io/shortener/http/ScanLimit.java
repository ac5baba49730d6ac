package io.shortener.http;

import java.util.Optional;
import org.eclipse.jetty.server.Request;

/**
 * Stops clients that ask for what is not there too often. It is asked on the thread that reads
 * requests from all connections, and must not block.
 */
public interface ScanLimit {
  /** What a client is told instead of being looked something up for; empty while it may go on. */
  Optional<TooManyRequests> refusal(Request request);

  /** What this request asked for is not there. */
  void missed(Request request);
}
