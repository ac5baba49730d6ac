package io.shortener.redirect;

import io.dropwizard.lifecycle.Managed;
import io.shortener.database.DatabaseAddress;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears from the database which links other instances change, on a connection of its own. A
 * connection that is silent is asked for a sign of life; when there is none it is given up. Changes
 * can be missed while there is no connection, so with every new one nothing that is known is
 * believed any more.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-listen.html">LISTEN</a>
 */
final class LinkChanges implements Managed {
  private static final Logger LOGGER = LoggerFactory.getLogger(LinkChanges.class);

  private static final String CHANNEL = "link_changes";
  private static final String EVERYTHING = "*";
  private static final String SIGN_OF_LIFE = "SELECT 1";
  private static final Duration SILENCE = Duration.ofMillis(400);
  private static final Duration RETRY = Duration.ofMillis(200);

  private final DatabaseAddress database;
  private final LinkCache cache;
  private final LinkCacheMetrics metrics;
  private final Clock clock;
  private final Thread thread = new Thread(this::listenAlways, "link-changes");
  private volatile boolean stopping;

  LinkChanges(DatabaseAddress database, LinkCache cache, LinkCacheMetrics metrics, Clock clock) {
    this.database = database;
    this.cache = cache;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public void start() {
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void stop() throws InterruptedException {
    stopping = true;
    thread.interrupt();
    thread.join(Duration.ofSeconds(3).toMillis());
  }

  private void listenAlways() {
    boolean complained = false;
    while (!stopping) {
      try (Connection connection =
          database.connect("shortener link changes", Duration.ofSeconds(1))) {
        subscribe(connection);
        if (complained) {
          LOGGER.info("Changes of links are heard again");
        }
        complained = false;
        listen(connection);
      } catch (SQLException | RuntimeException e) {
        metrics.listening(false);
        if (!complained && !stopping) {
          LOGGER.warn(
              "Changes of links are not heard ({}); links are looked up again after {} s",
              e.getMessage(),
              LinkCache.TRUST.toSeconds());
        }
        complained = true;
        pause();
      }
    }
  }

  private void subscribe(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("LISTEN " + CHANNEL);
    }
    cache.distrustAll();
    cache.heard();
    metrics.listening(true);
  }

  private void listen(Connection connection) throws SQLException {
    PGConnection postgres = connection.unwrap(PGConnection.class);
    try (Statement statement = connection.createStatement()) {
      while (!stopping) {
        PGNotification @Nullable [] changes =
            postgres.getNotifications(Math.toIntExact(SILENCE.toMillis()));
        if (changes == null || changes.length == 0) {
          statement.execute(SIGN_OF_LIFE);
          changes = postgres.getNotifications();
        }
        if (changes != null) {
          for (PGNotification change : changes) {
            apply(change.getParameter());
          }
        }
        cache.heard();
      }
    }
  }

  /** The time of a change in seconds since 1970, and the address of the link. */
  private void apply(String change) {
    int space = change.indexOf(' ');
    String address = change.substring(space + 1);
    if (address.equals(EVERYTHING)) {
      cache.distrustAll();
    } else {
      cache.linkChanged(address);
    }
    metrics.lag(clock.millis() / 1_000.0 - Double.parseDouble(change.substring(0, space)));
  }

  private void pause() {
    try {
      Thread.sleep(RETRY.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stopping = true;
    }
  }
}
