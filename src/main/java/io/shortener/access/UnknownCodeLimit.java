package io.shortener.access;

import io.shortener.http.ClientAddresses;
import io.shortener.http.ScanLimit;
import io.shortener.http.TooManyRequests;
import java.util.Optional;
import org.eclipse.jetty.server.Request;

/** The limit of visits to codes that lead nowhere; visits show no keys. */
record UnknownCodeLimit(ClientLimit limit, ClientAddresses addresses, RefusalMetrics refusals)
    implements ScanLimit {
  @Override
  public Optional<TooManyRequests> refusal(Request request) {
    Optional<TooManyRequests> refusal = limit.look(addresses.of(request));
    if (refusal.isPresent()) {
      refusals.tooMany();
    }
    return refusal;
  }

  @Override
  public void missed(Request request) {
    limit.take(addresses.of(request));
  }
}
