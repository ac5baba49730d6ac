package io.shortener;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.core.Configuration;
import io.dropwizard.logging.common.DefaultLoggingFactory;
import io.dropwizard.validation.ValidationMethod;
import io.shortener.access.Access;
import io.shortener.access.LimitSettings;
import io.shortener.clicks.ClickSettings;
import io.shortener.database.DatabaseConfigured;
import io.shortener.database.DatabaseSettings;
import io.shortener.http.PublicUrl;
import io.shortener.http.ShortenerServerFactory;
import io.shortener.http.TrustedProxies;
import io.shortener.redirect.LinkCacheSettings;
import io.shortener.urls.Domains;
import io.shortener.urls.DomainsConfigured;
import io.shortener.urls.ShortCodeSettings;
import io.shortener.urls.TargetSettings;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What {@code config.yml} says, and what holds where it says nothing. */
public final class ShortenerConfiguration extends Configuration
    implements DatabaseConfigured, DomainsConfigured {
  private static final Set<String> LOG_LEVELS =
      Set.of("ALL", "TRACE", "DEBUG", "INFO", "WARN", "ERROR", "OFF");

  @JsonProperty @Valid @NotNull private DatabaseSettings database = DatabaseSettings.defaults();

  @JsonProperty @Valid @NotNull private ClickSettings clicks = ClickSettings.defaults();

  @JsonProperty @Valid @NotNull private LinkCacheSettings linkCache = LinkCacheSettings.defaults();

  @JsonProperty @Valid @NotNull private ShortCodeSettings shortCodes = ShortCodeSettings.defaults();

  @JsonProperty @Valid @NotNull private TargetSettings targets = TargetSettings.defaults();

  @JsonProperty @NotNull private Access access = Access.OPEN;

  @JsonProperty @Valid @NotNull private LimitSettings limits = LimitSettings.defaults();

  @JsonProperty @NotNull private String dataDirectory = "./data";

  @JsonProperty
  @NotNull
  @Pattern(regexp = "|https?://[^\\s?#]+", message = "must be an http or https URL without a query")
  private String publicUrl = "";

  @JsonProperty @NotNull private String domains = "";

  @JsonProperty @NotNull private String chaosToken = "";

  @JsonProperty private boolean seed = true;

  @JsonProperty
  @Min(value = 0, message = "(EVENT_RETENTION_MONTHS) must be 0, to keep all, or more")
  @Max(value = 1200, message = "(EVENT_RETENTION_MONTHS) must be at most 1200")
  private int eventRetentionMonths = 0;

  @JsonProperty @NotNull private String trustedProxies = "";

  @JsonProperty
  @NotNull
  @Pattern(regexp = "[A-Za-z0-9_-]*", message = "must be the name of a header, like CF-IPCountry")
  private String countryHeader = "";

  public ShortenerConfiguration() {
    setServerFactory(new ShortenerServerFactory());
  }

  @Override
  public DatabaseSettings database() {
    return database;
  }

  @Override
  public Path dataDirectory() {
    return Path.of(dataDirectory);
  }

  /** The {@code clicks} section. */
  public ClickSettings clicks() {
    return clicks;
  }

  /** The {@code linkCache} section. */
  public LinkCacheSettings linkCache() {
    return linkCache;
  }

  /** The {@code shortCodes} section. */
  public ShortCodeSettings shortCodes() {
    return shortCodes;
  }

  /** The {@code targets} section. */
  public TargetSettings targets() {
    return targets;
  }

  /** Whether the API asks for keys. */
  public Access access() {
    return access;
  }

  /** The {@code limits} section. */
  public LimitSettings limits() {
    return limits;
  }

  /** What short urls begin with, without a trailing slash; empty to take it from each request. */
  @Override
  public Optional<String> publicUrl() {
    return Optional.of(publicUrl.replaceAll("/+$", "")).filter(url -> !url.isEmpty());
  }

  /** The hosts that have links of their own. */
  @Override
  public Set<String> domains() {
    return Domains.read(domains);
  }

  /** What {@code /chaos} asks for; empty to refuse everybody. */
  public Optional<String> chaosToken() {
    return Optional.of(chaosToken).filter(token -> !token.isEmpty());
  }

  /** Whether an empty database gets the fixtures at the first start. */
  public boolean seed() {
    return seed;
  }

  /** How many whole months events and clicks are kept beside the present one; 0 for ever. */
  public int eventRetentionMonths() {
    return eventRetentionMonths;
  }

  /** Addresses or CIDR blocks whose {@code X-Forwarded-*} headers are believed. */
  public List<String> trustedProxies() {
    return Arrays.stream(trustedProxies.split("[,\\s]+"))
        .filter(address -> !address.isEmpty())
        .toList();
  }

  /** The header in which a trusted proxy tells a visitor's country; empty when there is none. */
  public Optional<String> countryHeader() {
    return Optional.of(countryHeader).filter(name -> !name.isEmpty());
  }

  @JsonIgnore
  @ValidationMethod(
      message =
          "trustedProxies (TRUSTED_PROXIES) must be IP addresses or CIDR blocks, like 10.0.0.0/8")
  public boolean isTrustedProxiesReadable() {
    try {
      TrustedProxies unused = new TrustedProxies(trustedProxies());
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  @JsonIgnore
  @ValidationMethod(message = "publicUrl (PUBLIC_URL) must be a URL, like https://s.example")
  public boolean isPublicUrlUsable() {
    return PublicUrl.isUsable(publicUrl);
  }

  @JsonIgnore
  @ValidationMethod(
      message = "domains (DOMAINS) must be names of hosts without a port, like go.example")
  public boolean isDomainsReadable() {
    try {
      Set<String> unused = domains();
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** The short urls of links without a domain must not begin with a host where none of them is. */
  @JsonIgnore
  @ValidationMethod(
      message =
          "domains (DOMAINS) needs a publicUrl (PUBLIC_URL) whose host is none of them: that is where"
              + " links without a domain are")
  public boolean isDomainsApart() {
    if (!isDomainsReadable() || domains().isEmpty()) {
      return true;
    }
    Optional<String> host = publicUrl().flatMap(PublicUrl::host);
    return publicUrl().isPresent() && host.filter(domains()::contains).isEmpty();
  }

  /** Logback takes any other word for its default, without saying so. */
  @JsonIgnore
  @ValidationMethod(
      message = "logging.level (LOG_LEVEL) must be one of TRACE, DEBUG, INFO, WARN, ERROR, OFF")
  public boolean isLogLevelKnown() {
    return !(getLoggingFactory() instanceof DefaultLoggingFactory logging)
        || LOG_LEVELS.contains(logging.getLevel().toUpperCase(Locale.ROOT));
  }
}
