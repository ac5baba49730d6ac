package io.shortener;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.dropwizard.core.Configuration;
import io.shortener.database.DatabaseConfigured;
import io.shortener.database.DatabaseSettings;
import io.shortener.http.ShortenerServerFactory;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What {@code config.yml} says, and what holds where it says nothing. */
public final class ShortenerConfiguration extends Configuration implements DatabaseConfigured {
  @JsonProperty @Valid @NotNull private DatabaseSettings database = DatabaseSettings.defaults();

  @JsonProperty @NotNull private String dataDirectory = "./data";

  @JsonProperty
  @NotNull
  @Pattern(regexp = "|https?://[^\\s?#]+", message = "must be an http or https URL without a query")
  private String publicUrl = "";

  @JsonProperty @NotNull private String chaosToken = "";

  @JsonProperty private boolean seed = true;

  @JsonProperty @NotNull private String trustedProxies = "";

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

  /** What short urls begin with, without a trailing slash; empty to take it from each request. */
  public Optional<String> publicUrl() {
    return Optional.of(publicUrl.replaceAll("/+$", "")).filter(url -> !url.isEmpty());
  }

  /** What {@code /chaos} asks for; empty to refuse everybody. */
  public Optional<String> chaosToken() {
    return Optional.of(chaosToken).filter(token -> !token.isEmpty());
  }

  /** Whether an empty database gets the fixtures at the first start. */
  public boolean seed() {
    return seed;
  }

  /** Addresses or CIDR blocks whose {@code X-Forwarded-*} headers are believed. */
  public List<String> trustedProxies() {
    return Arrays.stream(trustedProxies.split("[,\\s]+"))
        .filter(address -> !address.isEmpty())
        .toList();
  }
}
