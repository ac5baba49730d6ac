package io.shortener.stats;

import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/**
 * Reads the rollups, and with them what has changed since they were written: together they are what
 * the clicks say.
 */
@RegisterConstructorMapper(StatsDao.StepVisits.class)
@RegisterConstructorMapper(StatsDao.TraitPeople.class)
interface StatsDao {
  /** Stands for all links together. */
  long ALL_URLS = 0;

  /**
   * The visits of a link by the step in which they were, from 1; those before are in step 0, those
   * after in one more than there are.
   *
   * <p>The starts are a query of their own: else they are read again for every row.
   *
   * @param starts the quarters with which steps begin, and the one after the last, with commas
   * @param brokenHours the hours of UTC that are not in one step as a whole, as the quarters with
   *     which they begin
   */
  @SqlQuery(
      """
      SELECT width_bucket(quarter, (SELECT CAST(string_to_array(:starts, ',') AS int[]))) AS step,
             CAST(sum(human) AS bigint) AS human, CAST(sum(bot) AS bigint) AS bot,
             CAST(sum(preview) AS bigint) AS preview, CAST(sum(prefetch) AS bigint) AS prefetch
      FROM (
        SELECT quarter, human, bot, preview, prefetch
        FROM visit_counts
        WHERE url_id = :urlId AND span = 4
              AND quarter NOT IN (
                SELECT unnest(CAST(string_to_array(:brokenHours, ',') AS int[])))
        UNION ALL
        SELECT quarter, human, bot, preview, prefetch
        FROM visit_counts
        WHERE url_id = :urlId AND span = 1
              AND quarter = ANY (ARRAY(
                SELECT hour + part
                FROM unnest(CAST(string_to_array(:brokenHours, ',') AS int[])) AS hour
                CROSS JOIN generate_series(0, 3) AS part))
        UNION ALL
        SELECT quarter,
               CASE WHEN kind = 'human' THEN visits ELSE 0 END,
               CASE WHEN kind = 'bot' THEN visits ELSE 0 END,
               CASE WHEN kind = 'preview' THEN visits ELSE 0 END,
               CASE WHEN kind = 'prefetch' THEN visits ELSE 0 END
        FROM visit_changes
        CROSS JOIN unnest(changes) AS change
        WHERE :urlId IN (0, change.url_id)
      ) AS visit
      GROUP BY step
      ORDER BY step
      """)
  List<StepVisits> visits(long urlId, String starts, String brokenHours);

  /** What most people who followed a link had in common in a time, the most frequent first. */
  default List<TraitPeople> people(long urlId, TimeRange time) {
    return people(urlId, time.from(), time.firstDay(), time.lastDay(), time.to());
  }

  /** Quarters, then whole days of UTC, then quarters: as few rows as there can be. */
  @SqlQuery(
      """
      SELECT trait, value, people
      FROM (
        SELECT trait, value, CAST(sum(people) AS bigint) AS people,
               row_number() OVER (PARTITION BY trait ORDER BY sum(people) DESC, value) AS place
        FROM (
          SELECT referrer, browser, os, device, country, people
          FROM (
            SELECT profile_id, sum(people) AS people
            FROM (
              SELECT profile_id, people
              FROM profile_counts
              WHERE url_id = :urlId AND span = 1 AND quarter >= :from AND quarter < :firstDay
              UNION ALL
              SELECT profile_id, people
              FROM profile_counts
              WHERE url_id = :urlId AND span = 96 AND quarter >= :firstDay AND quarter < :lastDay
              UNION ALL
              SELECT profile_id, people
              FROM profile_counts
              WHERE url_id = :urlId AND span = 1 AND quarter >= :lastDay AND quarter < :to
            ) AS part
            GROUP BY profile_id
          ) AS profile_people
          JOIN profiles ON id = profile_id
          UNION ALL
          SELECT referrer, browser, os, device, country, visits
          FROM visit_changes
          CROSS JOIN unnest(changes) AS change
          WHERE change.url_id = :urlId AND kind = 'human' AND quarter >= :from AND quarter < :to
        ) AS profile
        CROSS JOIN LATERAL (
          VALUES ('referrer', referrer COLLATE "C"), ('browser', browser), ('os', os),
                 ('device', device), ('country', country)
        ) AS had (trait, value)
        WHERE value <> ''
        GROUP BY trait, value
        HAVING sum(people) > 0
      ) AS placed
      WHERE place <= 10
      ORDER BY trait, place
      """)
  List<TraitPeople> people(long urlId, int from, int firstDay, int lastDay, int to);

  /** What most people who followed any link had in common in a time. */
  default List<TraitPeople> people(TimeRange time) {
    return people(time.from(), time.firstDay(), time.lastDay(), time.to());
  }

  @SqlQuery(
      """
      SELECT trait, value, people
      FROM (
        SELECT trait, value, CAST(sum(people) AS bigint) AS people,
               row_number() OVER (PARTITION BY trait ORDER BY sum(people) DESC, value) AS place
        FROM (
          SELECT trait, value, people
          FROM trait_counts
          WHERE span = 1 AND quarter >= :from AND quarter < :firstDay
          UNION ALL
          SELECT trait, value, people
          FROM trait_counts
          WHERE span = 96 AND quarter >= :firstDay AND quarter < :lastDay
          UNION ALL
          SELECT trait, value, people
          FROM trait_counts
          WHERE span = 1 AND quarter >= :lastDay AND quarter < :to
          UNION ALL
          SELECT trait, value, visits
          FROM visit_changes
          CROSS JOIN unnest(changes) AS change
          CROSS JOIN LATERAL (
            VALUES (CAST('referrer' AS visitor_trait), referrer COLLATE "C"), ('browser', browser),
                   ('os', os), ('device', device), ('country', country)
          ) AS had (trait, value)
          WHERE kind = 'human' AND quarter >= :from AND quarter < :to AND value <> ''
        ) AS part
        GROUP BY trait, value
        HAVING sum(people) > 0
      ) AS placed
      WHERE place <= 10
      ORDER BY trait, place
      """)
  List<TraitPeople> people(int from, int firstDay, int lastDay, int to);

  /** The visits of one step. */
  record StepVisits(int step, long human, long bot, long preview, long prefetch) {
    Visits visits() {
      return new Visits(human, bot, preview, prefetch);
    }
  }

  /**
   * How many people had something in common.
   *
   * @param trait {@code referrer}, {@code browser}, {@code os}, {@code device} or {@code country}
   */
  record TraitPeople(String trait, String value, long people) {}
}
