package io.shortener.database;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.shortener.startup.StartupException;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The {@code database} section of the configuration. With neither {@code url} nor {@code host} the
 * service runs an embedded PostgreSQL in its data directory.
 *
 * @param url {@code postgresql://user:password@host:port/name?parameters} or a JDBC URL; wins over
 *     the single settings
 * @param host of a PostgreSQL 15 or newer
 * @param port 5432 when not given
 * @param name of the database, {@code shortener} when not given
 * @param user {@code shortener} when not given
 * @param password may be empty
 * @param poolSize connections for what a client waits for, 16 when not given
 * @param longPoolSize connections for imports, whole lists and cascades, 6 when not given
 */
public record DatabaseSettings(
    @JsonProperty String url,
    @JsonProperty String host,
    @JsonProperty @Min(0) @Max(65_535) int port,
    @JsonProperty String name,
    @JsonProperty String user,
    @JsonProperty String password,
    @JsonProperty @Min(0) @Max(1000) int poolSize,
    @JsonProperty @Min(0) @Max(1000) int longPoolSize) {
  private static final int USUAL_PORT = 5432;
  private static final String USUAL_NAME = "shortener";

  /** The driver knows none in front of the host, and would tell it as part of the host's name. */
  private static final Pattern JDBC_LOGIN = Pattern.compile("jdbc:postgresql://[^/?]*@");

  public DatabaseSettings {
    url = given(url, "");
    host = given(host, "");
    name = given(name, USUAL_NAME);
    user = given(user, USUAL_NAME);
    password = given(password, "");
    port = port == 0 ? USUAL_PORT : port;
    poolSize = poolSize == 0 ? 16 : poolSize;
    longPoolSize = longPoolSize == 0 ? 6 : longPoolSize;
  }

  /** Everything at its default: an embedded PostgreSQL. */
  public static DatabaseSettings defaults() {
    return new DatabaseSettings("", "", 0, "", "", "", 0, 0);
  }

  /**
   * The server that the settings name, or empty for the embedded one.
   *
   * @throws StartupException when the URL cannot be read
   */
  public Optional<DatabaseAddress> address() {
    if (!url.isEmpty()) {
      return Optional.of(parse(url));
    }
    if (host.isEmpty()) {
      return Optional.empty();
    }
    String server = host.contains(":") ? "[" + host + "]" : host;
    return Optional.of(
        new DatabaseAddress(
            "jdbc:postgresql://" + server + ":" + port + "/" + name, user, password));
  }

  private DatabaseAddress parse(String address) {
    if (address.startsWith("jdbc:postgresql:")) {
      if (JDBC_LOGIN.matcher(address).lookingAt()) {
        throw unreadable();
      }
      return new DatabaseAddress(address, user, password);
    }
    try {
      URI uri = new URI(address);
      String scheme = given(uri.getScheme(), "");
      if (!(scheme.equals("postgresql") || scheme.equals("postgres")) || uri.getHost() == null) {
        throw unreadable();
      }
      String[] login = given(uri.getRawUserInfo(), "").split(":", 2);
      String parameters = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
      return new DatabaseAddress(
          "jdbc:postgresql://"
              + uri.getHost()
              + ":"
              + (uri.getPort() < 0 ? USUAL_PORT : uri.getPort())
              + (uri.getRawPath().length() > 1 ? uri.getRawPath() : "/" + USUAL_NAME)
              + parameters,
          given(decode(login[0]), user),
          given(login.length > 1 ? decode(login[1]) : "", password));
    } catch (URISyntaxException | IllegalArgumentException e) {
      throw unreadable();
    }
  }

  /** Does not repeat the URL: it may hold a password. */
  private static StartupException unreadable() {
    return new StartupException(
        "DATABASE_URL cannot be read; write it as postgresql://user:password@host:5432/name.");
  }

  private static String decode(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static String given(@Nullable String value, String otherwise) {
    return value == null || value.isEmpty() ? otherwise : value;
  }

  /** Without the password, which must not reach a log. */
  @Override
  public String toString() {
    return "DatabaseSettings[host=" + host + ", port=" + port + ", name=" + name + "]";
  }
}
