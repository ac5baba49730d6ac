package io.shortener.transfer;

import io.shortener.http.HostName;
import io.shortener.http.PublicUrl;
import io.shortener.urls.DomainsConfigured;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** At which of the domains here the links of another shortener come in. */
final class ForeignDomains {
  /** A file with more hosts has something else in that field. */
  private static final int MOST_OTHERS = 100;

  private final Set<String> domains;
  private final Optional<String> ownHost;
  private final Set<String> others = new TreeSet<>();

  ForeignDomains(DomainsConfigured configuration) {
    this.domains = configuration.domains();
    this.ownHost = configuration.publicUrl().flatMap(PublicUrl::host);
  }

  /** The domain here of what was found at a host there, {@code ""} when it is none. */
  String of(String host) {
    Optional<String> name = HostName.of(host);
    if (name.filter(domains::contains).isPresent()) {
      return name.get();
    }
    if (!domains.isEmpty() && others.size() < MOST_OTHERS && !name.equals(ownHost)) {
      name.ifPresent(others::add);
    }
    return "";
  }

  /** The hosts that were asked for and are none, where there are domains at all. */
  Set<String> others() {
    return others;
  }
}
