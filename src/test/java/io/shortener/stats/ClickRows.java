package io.shortener.stats;

import static org.awaitility.Awaitility.await;

import io.shortener.testing.RunningService;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/** Clicks as they are in the table, at times that a test chooses. */
final class ClickRows {
  private final Jdbi database;

  ClickRows(RunningService service) {
    this.database = service.database();
  }

  /** Adds clicks; the service does not know of them but by the table. */
  void add(List<Row> rows) {
    database.useHandle(
        handle -> {
          rows.stream()
              .map(Row::time)
              .distinct()
              .forEach(
                  time ->
                      handle
                          .select("SELECT make_event_months(?, ?)", time, time)
                          .mapTo(Integer.class)
                          .one());
          var batch =
              handle.prepareBatch(
                  """
                  INSERT INTO clicks (url_id, short_code, original_url, timestamp, kind,
                                      referrer, browser, os, device, country)
                  VALUES (:urlId, 'abcdef', 'http://a', :time, CAST(:kind AS visitor_kind),
                          :referrer, :browser, :os, :device, :country)
                  """);
          for (Row row : rows) {
            batch
                .bind("urlId", row.urlId())
                .bind("time", row.time())
                .bind("kind", row.kind())
                .bind("referrer", row.referrer())
                .bind("browser", row.browser())
                .bind("os", row.os())
                .bind("device", row.device())
                .bind("country", row.country())
                .add();
          }
          batch.execute();
        });
  }

  void add(long urlId, String kind, String time) {
    add(List.of(new Row(urlId, Instant.parse(time), kind, null, null, null, null, null)));
  }

  /** Has everything rolled up, here or by the service, which does so as well. */
  void rollUp() {
    Rollups rollups = new Rollups(database, Clock.systemUTC());
    RollupDao progress = database.onDemand(RollupDao.class);
    await()
        .until(
            () -> {
              rollups.update();
              return progress.behind() == 0 && !progress.hasChanges();
            });
  }

  /** A click. */
  record Row(
      long urlId,
      Instant time,
      String kind,
      @Nullable String referrer,
      @Nullable String browser,
      @Nullable String os,
      @Nullable String device,
      @Nullable String country) {}
}
