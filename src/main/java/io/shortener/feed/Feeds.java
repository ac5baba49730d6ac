package io.shortener.feed;

import io.dropwizard.core.setup.Environment;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.shortener.http.BlockingThreads;
import io.shortener.http.PublicUrl;
import io.shortener.startup.Repeated;
import java.time.Duration;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/** Puts the parts of this package together. */
public final class Feeds {
  private static final Duration PERIOD = Duration.ofMillis(200);

  private final Jdbi database;
  private final PublicUrl publicUrl;
  private final WaitingRoom room;

  /**
   * @param database for what a client waits for
   * @param publicUrl which links of answers begin with
   */
  public Feeds(
      Environment environment, PrometheusRegistry metrics, Jdbi database, PublicUrl publicUrl) {
    this.database = database;
    this.publicUrl = publicUrl;
    this.room = new WaitingRoom(BlockingThreads.of(environment), System::nanoTime);
    environment.lifecycle().addEventListener(room);
    Repeated.every(
        PERIOD,
        "Who waits for events or changes was not looked after",
        room,
        environment.lifecycle().scheduledExecutorService("feeds").build());
    GaugeWithCallback.builder()
        .name("feed_waiting_requests")
        .help("Requests that wait for something to come, at most " + WaitingRoom.PLACES + ".")
        .callback(callback -> callback.call(room.size()))
        .register(metrics);
  }

  /**
   * What clients may follow.
   *
   * @param name in the table {@code feeds}
   * @param sequence gives the ids, one by one
   * @param tables where a row is inserted by whoever takes an id
   */
  public Feed of(String name, String sequence, List<String> tables) {
    Horizon horizon = new Horizon(database, name, sequence, tables, System::nanoTime);
    return new Feed(horizon, room, publicUrl, System::nanoTime);
  }
}
