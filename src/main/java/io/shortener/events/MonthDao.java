package io.shortener.events;

import java.time.Instant;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The months, each of which is a table of events and one of clicks. */
interface MonthDao {
  /** Whoever uses the tables is waited for so long, and everybody else behind. */
  @SqlUpdate("SET LOCAL lock_timeout = 500")
  void waitBriefly();

  /** Makes the months that are not there, from one time to another; returns how many tables. */
  @SqlQuery("SELECT make_event_months(:from, :to)")
  int make(Instant from, Instant to);

  /**
   * Drops what lies before the month of a time, as far as it is rolled up; returns how many tables.
   */
  @SqlQuery("SELECT drop_event_months(:before)")
  int drop(Instant before);

  /** Whether events and clicks of a time have a table. */
  @SqlQuery(
      """
      SELECT to_regclass('events' || month) IS NOT NULL AND to_regclass('clicks' || month) IS NOT NULL
      FROM (
        SELECT to_char(CAST(:time AS timestamptz) AT TIME ZONE 'UTC', '_YYYY_MM') AS month
      ) AS wanted
      """)
  boolean has(Instant time);
}
