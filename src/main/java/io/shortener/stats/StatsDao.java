package io.shortener.stats;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/**
 * Reads the rollups, and the clicks that they have not reached: together they are what the clicks
 * say, as long as all is read in one transaction that sees one moment.
 */
@RegisterConstructorMapper(StatsDao.Progress.class)
@RegisterConstructorMapper(StatsDao.StepVisits.class)
@RegisterConstructorMapper(StatsDao.RecentVisits.class)
@RegisterConstructorMapper(StatsDao.KnownTrait.class)
interface StatsDao {
  /** Stands for all links together. */
  long ALL_URLS = 0;

  /**
   * How far the rollups go. It must be asked for first: the sequence is read when the moment is
   * chosen already that the transaction sees, so whatever that has is not behind it.
   */
  @SqlQuery(
      """
      SELECT rolled_up_to,
             last_value > rolled_up_to OR EXISTS (SELECT FROM visit_changes) AS is_behind
      FROM rollup_progress
      CROSS JOIN events_id_seq
      """)
  Progress progress();

  /**
   * The visits of a link by the step in which they were, from 1; those before are in step 0, those
   * after in one more than there are.
   *
   * <p>The starts are a query of their own: else they are read again for every row.
   *
   * @param starts the quarters with which steps begin, and the one after the last, with commas
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
        FROM visit_counts
        WHERE url_id = :urlId
      ) AS visit
      GROUP BY step
      """)
  List<StepVisits> visits(long urlId, String starts);

  /**
   * What people who followed a link had in common in a time, in parts that are to be added up: of
   * 32 days, of days and hours that lie in the time as a whole; of those that do not, the parts of
   * two hours that do; and what is left.
   *
   * @param from the first quarter
   * @param to the first one after it
   */
  @SqlQuery(
      """
      WITH broken AS MATERIALIZED (
        SELECT url_id, start, span, since, until,
               CASE WHEN is_large THEN LEAST((since + 7) / 8 * 8, until) ELSE until
                    END AS first_part,
               CASE WHEN is_large THEN GREATEST(until / 8 * 8, LEAST((since + 7) / 8 * 8, until))
                    ELSE until END AS after_parts
        FROM (
          SELECT url_id, start, span, GREATEST(start, :from) AS since,
                 LEAST(start + span, :to) AS until, part_starts <> '{}' AS is_large
          FROM visit_packs
          WHERE url_id = :urlId AND start > :from - 96 AND start < :to
                AND start + span > :from AND NOT (start >= :from AND start + span <= :to)
        ) AS pack
      )
      SELECT trait_ids, people
      FROM trait_sums
      WHERE url_id = :urlId AND start >= :from AND start + 3072 <= :to
      UNION ALL
      SELECT trait_ids, people
      FROM visit_packs AS pack
      WHERE url_id = :urlId AND start >= :from AND start + span <= :to
            AND (span <> 96 OR NOT EXISTS (
              SELECT
              FROM trait_sums AS sums
              WHERE sums.url_id = :urlId AND sums.start = pack.start / 3072 * 3072
                    AND sums.start >= :from AND sums.start + 3072 <= :to))
      UNION ALL
      SELECT part_traits[first : last], part_people[first : last]
      FROM (
        SELECT part_traits, part_people,
               width_bucket(first_part - 1, part_starts) + 1 AS first,
               width_bucket(after_parts - 1, part_starts) AS last
        FROM broken
        JOIN visit_packs USING (url_id, start, span)
        WHERE first_part < after_parts
      ) AS parts
      UNION ALL
      SELECT array_agg(trait_id), array_agg(people)
      FROM (
        SELECT trait_id, CAST(sum(visits) AS bigint) AS people
        FROM (
          SELECT profile_id, sum(visits) AS visits
          FROM (
            SELECT profile_id, visits
            FROM visit_counts
            WHERE url_id = :urlId AND quarter >= :from AND quarter < :to AND kind = 'human'
            UNION ALL
            SELECT rest.profile_id, rest.visits
            FROM broken
            JOIN visit_packs USING (url_id, start, span)
            CROSS JOIN LATERAL (
              VALUES (width_bucket(since - 1, packed_quarters) + 1,
                      width_bucket(first_part - 1, packed_quarters)),
                     (width_bucket(after_parts - 1, packed_quarters) + 1,
                      width_bucket(until - 1, packed_quarters))
            ) AS edge (first, last)
            CROSS JOIN unnest(packed_profiles[first : last], packed_visits[first : last])
                         AS rest (profile_id, visits)
          ) AS part
          GROUP BY profile_id
        ) AS profile_people
        JOIN profiles ON id = profile_id
        CROSS JOIN unnest(traits) AS trait_id
        GROUP BY trait_id
      ) AS counted
      HAVING count(*) > 0
      """)
  void people(long urlId, int from, int to, Consumer<TraitSums> consumer);

  /**
   * The visits of a link that are not in the rollups, and what is to be taken off these.
   *
   * @param rolledUpTo a value, not a query: PostgreSQL has to see how few clicks are behind it
   */
  @SqlQuery(
      """
      SELECT quarter, kind, COALESCE(referrer, '') AS referrer, COALESCE(browser, '') AS browser,
             COALESCE(os, '') AS os, COALESCE(device, '') AS device,
             COALESCE(country, '') AS country, CAST(sum(visits) AS bigint) AS visits
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
      ) AS visit
      GROUP BY 1, 2, 3, 4, 5, 6, 7
      """)
  List<RecentVisits> recentVisits(long urlId, long rolledUpTo);

  /** What stands behind numbers; those that stand for nothing are left out. */
  @SqlQuery("SELECT id AS number, value FROM traits WHERE id = ANY(:numbers)")
  List<KnownTrait> ofNumbers(List<Integer> numbers);

  /** The numbers that there are for values; of each value it is told of which trait it is. */
  @SqlQuery(
      """
      SELECT id AS number, value
      FROM unnest(:traits, :values) AS had (trait, value)
      JOIN traits USING (trait, value)
      """)
  List<KnownTrait> numbersOf(List<Integer> traits, List<String> values);

  /**
   * How far the rollups go.
   *
   * @param rolledUpTo the last click that is in them
   * @param isBehind whether there may be more, or changes of those
   */
  record Progress(long rolledUpTo, boolean isBehind) {}

  /** The visits of one step. */
  record StepVisits(int step, long human, long bot, long preview, long prefetch) {
    Visits visits() {
      return new Visits(human, bot, preview, prefetch);
    }
  }

  /** Visits in a quarter by visitors who have all in common; what is not known is empty. */
  record RecentVisits(
      int quarter,
      String kind,
      String referrer,
      String browser,
      String os,
      String device,
      String country,
      long visits) {
    boolean isHuman() {
      return kind.equals("human");
    }

    /** As visits of a step. */
    StepVisits in(int step) {
      return new StepVisits(step, of("human"), of("bot"), of("preview"), of("prefetch"));
    }

    private long of(String other) {
      return kind.equals(other) ? visits : 0;
    }
  }

  /** What stands behind a number, see {@link Trait}. */
  record KnownTrait(int number, String value) {}

  /** How many people had what stands behind each number. */
  final class TraitSums {
    private final Integer[] numbers;
    private final Long[] people;

    private TraitSums(Integer[] numbers, Long[] people) {
      this.numbers = numbers;
      this.people = people;
    }

    /** Tells each number and its people. */
    void forEach(BiConsumer<Integer, Long> consumer) {
      for (int i = 0; i < numbers.length; i++) {
        consumer.accept(numbers[i], people[i]);
      }
    }

    /** JDBI's own mapper of arrays would copy each one more time. */
    static TraitSums read(ResultSet row) throws SQLException {
      return new TraitSums(
          (Integer[]) row.getArray(1).getArray(), (Long[]) row.getArray(2).getArray());
    }
  }
}
