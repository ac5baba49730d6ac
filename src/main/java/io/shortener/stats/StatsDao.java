package io.shortener.stats;

import java.util.List;
import java.util.function.Consumer;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;

/**
 * Reads the rollups, and the clicks that they have not reached: together they are what the clicks
 * say, as long as all is read in one transaction that sees one moment.
 */
@RegisterConstructorMapper(StatsDao.Progress.class)
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
   * The visits of a link at all times, by the quarters or days in which they were. Days that are
   * cut are looked up one by one, which the limit is for: joined, PostgreSQL may read all days.
   *
   * @param cut the first quarters of days of which it matters in which quarter visits were
   */
  @SqlQuery(
      """
      SELECT TRUE AS by_day, days, humans, bots, previews, prefetches
      FROM block_sums
      WHERE url_id = :urlId
      UNION ALL
      SELECT TRUE, ARRAY[start], ARRAY[human], ARRAY[bot], ARRAY[preview], ARRAY[prefetch]
      FROM visit_packs
      WHERE url_id = :urlId AND span = 96 AND NOT is_summed AND start <> ALL(:cut)
      UNION ALL
      SELECT FALSE, quarters, humans, bots, previews, prefetches
      FROM unnest(:cut) AS cut (day)
      CROSS JOIN LATERAL (
        SELECT quarters, humans, bots, previews, prefetches
        FROM visit_packs
        WHERE url_id = :urlId AND start = day AND span = 96
        LIMIT 1
      ) AS pack
      UNION ALL
      SELECT FALSE, quarters, humans, bots, previews, prefetches
      FROM visit_packs
      WHERE url_id = :urlId AND span IN (4, 3072) AND NOT is_summed
      UNION ALL
      SELECT FALSE, array_agg(quarter), array_agg(human), array_agg(bot), array_agg(preview),
             array_agg(prefetch)
      FROM (
        SELECT quarter,
               CAST(COALESCE(sum(visits) FILTER (WHERE kind = 'human'), 0) AS bigint) AS human,
               CAST(COALESCE(sum(visits) FILTER (WHERE kind = 'bot'), 0) AS bigint) AS bot,
               CAST(COALESCE(sum(visits) FILTER (WHERE kind = 'preview'), 0) AS bigint)
                 AS preview,
               CAST(COALESCE(sum(visits) FILTER (WHERE kind = 'prefetch'), 0) AS bigint)
                 AS prefetch
        FROM visit_counts
        WHERE url_id = :urlId
        GROUP BY quarter
      ) AS loose
      HAVING count(*) > 0
      """)
  void visits(long urlId, List<Integer> cut, Consumer<VisitSums> consumer);

  /**
   * What people who followed a link had in common in a time, in parts that are to be added up: of
   * blocks, days and hours that lie in the time as a whole; of those that do not, the parts of two
   * hours that do; and what is left, by profile.
   *
   * @param from the first quarter
   * @param to the first one after it
   */
  @SqlQuery(
      """
      WITH inner_blocks AS MATERIALIZED (
        SELECT LEAST(first, :to) AS first, GREATEST(first, last) AS last
        FROM (VALUES ((:from + 3071) / 3072 * 3072, :to / 3072 * 3072)) AS whole (first, last)
      ),
      broken AS MATERIALIZED (
        SELECT url_id, start, span, since, until,
               CASE WHEN is_large THEN LEAST((since + 7) / 8 * 8, until) ELSE until
                    END AS first_part,
               CASE WHEN is_large THEN GREATEST(until / 8 * 8, LEAST((since + 7) / 8 * 8, until))
                    ELSE until END AS after_parts
        FROM (
          SELECT url_id, start, span, GREATEST(start, :from) AS since,
                 LEAST(start + span, :to) AS until, part_starts <> '{}' AS is_large
          FROM (
            SELECT DISTINCT edge / span * span AS start, span
            FROM (VALUES (:from), (:to)) AS edges (edge)
            CROSS JOIN (VALUES (4), (96), (3072)) AS spans (span)
            WHERE edge % span <> 0
          ) AS cut
          JOIN visit_packs USING (start, span)
          WHERE url_id = :urlId
        ) AS pack
      )
      SELECT trait_ids, people
      FROM block_sums
      WHERE url_id = :urlId AND start >= :from AND start + 3072 <= :to
      UNION ALL
      SELECT trait_ids, people
      FROM visit_packs
      WHERE url_id = :urlId AND NOT is_summed AND span IN (4, 96, 3072)
            AND start >= :from AND start < :to AND start + span <= :to
      UNION ALL
      SELECT trait_ids, people
      FROM inner_blocks
      CROSS JOIN LATERAL (VALUES (:from, first), (last, :to)) AS side (since, until)
      JOIN visit_packs
        ON url_id = :urlId AND is_summed AND start >= since AND start < until
           AND start + span <= :to
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
      SELECT traits, array_fill(people, ARRAY[cardinality(traits)])
      FROM (
        SELECT profile_id, CAST(sum(visits) AS bigint) AS people
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
      WHERE traits <> '{}'
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

    /** As visits of whatever kind. */
    Visits byKind() {
      return new Visits(of("human"), of("bot"), of("preview"), of("prefetch"));
    }

    private long of(String other) {
      return kind.equals(other) ? visits : 0;
    }
  }

  /** What stands behind a number, see {@link Trait}. */
  record KnownTrait(int number, String value) {}
}
