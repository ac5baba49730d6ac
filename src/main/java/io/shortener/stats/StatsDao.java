package io.shortener.stats;

import java.util.List;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/**
 * Reads the rollups, and with them the clicks that they have not reached: together they are what
 * the clicks say, as long as all is read in one transaction that sees one moment.
 */
@RegisterConstructorMapper(StatsDao.StepVisits.class)
@RegisterConstructorMapper(StatsDao.TraitPeople.class)
interface StatsDao {
  /** Stands for all links together. */
  long ALL_URLS = 0;

  /** The last click that is in the rollups. */
  @SqlQuery("SELECT rolled_up_to FROM rollup_progress")
  long rolledUpTo();

  /**
   * The visits of a link by the step in which they were, from 1; those before are in step 0, those
   * after in one more than there are.
   *
   * <p>The starts are a query of their own: else they are read again for every row.
   *
   * @param starts the quarters with which steps begin, and the one after the last, with commas
   * @param rolledUpTo a value, not a query: PostgreSQL has to see how few clicks are behind it
   */
  @SqlQuery(
      """
      WITH step AS MATERIALIZED (SELECT CAST(string_to_array(:starts, ',') AS int[]) AS starts),
      pack AS MATERIALIZED (
        SELECT width_bucket(start, (SELECT starts FROM step)) AS first_step,
               width_bucket(start + span - 1, (SELECT starts FROM step)) AS last_step,
               human, bot, preview, prefetch, url_id, start, span
        FROM visit_packs
        WHERE url_id = :urlId
      )
      SELECT step, CAST(sum(human) AS bigint) AS human, CAST(sum(bot) AS bigint) AS bot,
             CAST(sum(preview) AS bigint) AS preview, CAST(sum(prefetch) AS bigint) AS prefetch
      FROM (
        SELECT first_step AS step, human, bot, preview, prefetch
        FROM pack
        WHERE first_step = last_step
        UNION ALL
        SELECT width_bucket(packed.quarter, (SELECT starts FROM step)), packed.human, packed.bot,
               packed.preview, packed.prefetch
        FROM pack
        JOIN visit_packs USING (url_id, start, span)
        CROSS JOIN unnest(quarters, humans, bots, previews, prefetches)
                     AS packed (quarter, human, bot, preview, prefetch)
        WHERE first_step <> last_step
        UNION ALL
        SELECT width_bucket(quarter, (SELECT starts FROM step)),
               CASE WHEN kind = 'human' THEN visits ELSE 0 END,
               CASE WHEN kind = 'bot' THEN visits ELSE 0 END,
               CASE WHEN kind = 'preview' THEN visits ELSE 0 END,
               CASE WHEN kind = 'prefetch' THEN visits ELSE 0 END
        FROM (
          SELECT quarter, kind, visits FROM visit_counts WHERE url_id = :urlId
          UNION ALL
          SELECT CAST(floor(date_part('epoch', timestamp) / 900) AS int), kind, 1
          FROM clicks
          WHERE id > :rolledUpTo AND :urlId IN (0, url_id)
          UNION ALL
          SELECT quarter, kind, visits
          FROM visit_changes
          CROSS JOIN unnest(changes) AS change
          WHERE :urlId IN (0, change.url_id)
        ) AS counted
      ) AS visit
      GROUP BY step
      ORDER BY step
      """)
  List<StepVisits> visits(long urlId, String starts, long rolledUpTo);

  /**
   * What most people who followed a link had in common in a time, the ten most frequent of each
   * trait first.
   *
   * @param from the first quarter
   * @param to the first one after it
   */
  @SqlQuery(
      """
      SELECT trait, value, people
      FROM (
        SELECT trait, value, CAST(sum(people) AS bigint) AS people,
               row_number() OVER (PARTITION BY trait ORDER BY sum(people) DESC, value) AS place
        FROM (
          SELECT summed.trait, summed.value COLLATE "C" AS value, summed.people
          FROM (
            SELECT traits, trait_values, people
            FROM trait_sums
            WHERE url_id = :urlId AND start >= :from AND start + 3072 <= :to
            UNION ALL
            SELECT traits, trait_values, people
            FROM visit_packs AS pack
            WHERE url_id = :urlId AND start >= :from AND start + span <= :to
                  AND (span <> 96 OR NOT EXISTS (
                    SELECT
                    FROM trait_sums AS sums
                    WHERE sums.url_id = :urlId AND sums.start = pack.start / 3072 * 3072
                          AND sums.start >= :from AND sums.start + 3072 <= :to))
          ) AS known_sums
          CROSS JOIN unnest(traits, trait_values, people) AS summed (trait, value, people)
          UNION ALL
          SELECT trait, value, people
          FROM (
            SELECT referrer, browser, os, device, country, people
            FROM (
              SELECT profile_id, CAST(sum(visits) AS bigint) AS people
              FROM (
                SELECT profile_id, visits
                FROM visit_counts
                WHERE url_id = :urlId AND quarter >= :from AND quarter < :to AND kind = 'human'
                UNION ALL
                SELECT packed.profile_id, packed.visits
                FROM visit_packs
                CROSS JOIN unnest(packed_quarters, packed_profiles, packed_visits)
                             AS packed (quarter, profile_id, visits)
                WHERE url_id = :urlId AND start < :to AND start > :from - 96
                      AND start + span > :from AND NOT (start >= :from AND start + span <= :to)
                      AND packed.quarter >= :from AND packed.quarter < :to
              ) AS part
              GROUP BY profile_id
            ) AS profile_people
            JOIN profiles ON id = profile_id AND kind = 'human'
            UNION ALL
            SELECT referrer, browser, os, device, country, visits
            FROM (
              SELECT CAST(floor(date_part('epoch', timestamp) / 900) AS int) AS quarter,
                     kind, referrer, browser, os, device, country, 1 AS visits
              FROM clicks
              WHERE id > :rolledUpTo AND :urlId IN (0, url_id)
              UNION ALL
              SELECT quarter, kind, referrer, browser, os, device, country, visits
              FROM visit_changes
              CROSS JOIN unnest(changes) AS change
              WHERE :urlId IN (0, change.url_id)
            ) AS recent
            WHERE kind = 'human' AND quarter >= :from AND quarter < :to
          ) AS profile
          CROSS JOIN LATERAL (
            VALUES ('referrer', referrer COLLATE "C"), ('browser', browser), ('os', os),
                   ('device', device), ('country', country)
          ) AS had (trait, value)
          WHERE value <> ''
        ) AS known
        GROUP BY trait, value
        HAVING sum(people) > 0
      ) AS placed
      WHERE place <= 10
      ORDER BY trait, place
      """)
  List<TraitPeople> people(long urlId, int from, int to, long rolledUpTo);

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
