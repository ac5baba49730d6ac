package io.shortener.urls;

import java.util.Optional;
import java.util.Set;

/** A configuration that says at which hosts links are. */
public interface DomainsConfigured {
  /** The hosts that have links of their own. */
  Set<String> domains();

  /** What the short urls of all other links begin with; empty when each request says so itself. */
  Optional<String> publicUrl();
}
