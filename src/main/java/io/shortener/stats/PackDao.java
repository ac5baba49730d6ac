package io.shortener.stats;

import java.util.List;
import java.util.Optional;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** Packs rollups: many rows of {@code visit_counts} into one of {@code visit_packs}. */
@RegisterConstructorMapper(PackDao.Crowd.class)
interface PackDao {
  /**
   * Where links have many rows in a time that is over, or packs of a part of it.
   *
   * @param span how many quarters the packs are to have
   * @param from the first quarter
   * @param to the first one after it
   */
  @SqlQuery(
      """
      SELECT url_id, start
      FROM (
        SELECT url_id, quarter / :span * :span AS start
        FROM visit_counts
        WHERE quarter >= :from AND quarter < :to
      ) AS counted
      GROUP BY url_id, start
      HAVING count(*) > :few
      UNION
      SELECT url_id, start / :span * :span
      FROM visit_packs
      WHERE span = 4 AND :span = 96 AND start >= :from AND start < :to
      ORDER BY start, url_id
      """)
  List<Crowd> crowds(int span, int from, int to, int few);

  /** Of what span the next times are that have got more since they were over: days come first. */
  @SqlQuery("SELECT span FROM late_packs ORDER BY span LIMIT 1")
  Optional<Integer> lateSpan();

  /** Takes the first of those times that have got more since they were over. */
  @SqlQuery(
      """
      DELETE FROM late_packs
      WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM late_packs WHERE span = :span ORDER BY start, url_id LIMIT :limit))
      RETURNING url_id, start
      """)
  List<Crowd> takeLate(int span, int limit);

  /**
   * Takes the sums away that have one of these days in them.
   *
   * @param urlIds the links
   * @param starts of each the first quarter
   * @return of which blocks they were
   */
  @SqlQuery(
      """
      WITH outdated AS (
        DELETE FROM block_sums
        USING (
          SELECT DISTINCT url_id, start / 3072 * 3072 AS start
          FROM unnest(:urlIds, :starts) AS day (url_id, start)
        ) AS block
        WHERE block_sums.url_id = block.url_id AND block_sums.start = block.start
        RETURNING block.url_id, block.start
      ),
      apart AS (
        UPDATE visit_packs
        SET is_summed = FALSE
        FROM outdated
        WHERE visit_packs.url_id = outdated.url_id AND is_summed
              AND visit_packs.start >= outdated.start
              AND visit_packs.start < outdated.start + 3072
      )
      SELECT url_id, start FROM outdated
      """)
  List<Crowd> takeSums(List<Long> urlIds, List<Integer> starts);

  /**
   * Packs what there is of some links and times, also what was packed before; a block takes no
   * packs of days. Sums that have some of it are taken away before.
   *
   * @param urlIds the links
   * @param starts of each the first quarter
   * @param many of more rows than this, people are summed up by parts of two hours as well
   */
  @SqlUpdate(
      """
      WITH crowd AS MATERIALIZED (
        SELECT url_id, start FROM unnest(:urlIds, :starts) AS crowd (url_id, start)
      ),
      loose AS (
        DELETE FROM visit_counts
        USING crowd
        WHERE visit_counts.url_id = crowd.url_id
              AND quarter >= start AND quarter < start + :span
        RETURNING crowd.url_id, start, quarter, profile_id, visits
      ),
      unpacked AS (
        DELETE FROM visit_packs AS pack
        USING crowd
        WHERE pack.url_id = crowd.url_id
              AND pack.start >= crowd.start AND pack.start < crowd.start + :span
              AND (pack.span = :span OR (pack.span = 4 AND :span = 96))
        RETURNING crowd.url_id, crowd.start, packed_quarters, packed_profiles, packed_visits
      ),
      part AS MATERIALIZED (
        SELECT url_id, start, quarter, profile_id, CAST(sum(visits) AS bigint) AS visits
        FROM (
          SELECT url_id, start, quarter, profile_id, visits FROM loose
          UNION ALL
          SELECT url_id, start, quarter, profile_id, visits
          FROM unpacked
          CROSS JOIN unnest(packed_quarters, packed_profiles, packed_visits)
                       AS packed (quarter, profile_id, visits)
        ) AS all_parts
        GROUP BY url_id, start, quarter, profile_id
        HAVING sum(visits) <> 0
      ),
      whole AS MATERIALIZED (
        SELECT url_id, start, quarter, visits, kind, traits
        FROM part
        JOIN profiles ON id = profile_id
      ),
      by_quarter AS (
        SELECT url_id, start, quarter,
               CAST(COALESCE(sum(visits) FILTER (WHERE kind = 'human'), 0) AS bigint) AS human,
               CAST(COALESCE(sum(visits) FILTER (WHERE kind = 'bot'), 0) AS bigint) AS bot,
               CAST(COALESCE(sum(visits) FILTER (WHERE kind = 'preview'), 0) AS bigint) AS preview,
               CAST(COALESCE(sum(visits) FILTER (WHERE kind = 'prefetch'), 0) AS bigint) AS prefetch
        FROM whole
        GROUP BY url_id, start, quarter
      ),
      by_trait AS (
        SELECT url_id, start, trait_id, CAST(sum(visits) AS bigint) AS people
        FROM whole
        CROSS JOIN unnest(traits) AS trait_id
        GROUP BY url_id, start, trait_id
      ),
      by_part AS (
        SELECT url_id, start, quarter / 8 * 8 AS part_start, trait_id,
               CAST(sum(visits) AS bigint) AS people
        FROM whole
        JOIN (
          SELECT url_id, start FROM part GROUP BY url_id, start HAVING count(*) > :many
        ) AS large USING (url_id, start)
        CROSS JOIN unnest(traits) AS trait_id
        GROUP BY url_id, start, part_start, trait_id
      )
      INSERT INTO visit_packs (url_id, start, span, human, bot, preview, prefetch,
                               quarters, humans, bots, previews, prefetches,
                               trait_ids, people, part_starts, part_traits, part_people,
                               packed_quarters, packed_profiles, packed_visits)
      SELECT url_id, start, :span, human, bot, preview, prefetch,
             quarters, humans, bots, previews, prefetches,
             COALESCE(trait_ids, '{}'), COALESCE(people, '{}'),
             COALESCE(part_starts, '{}'), COALESCE(part_traits, '{}'), COALESCE(part_people, '{}'),
             packed_quarters, packed_profiles, packed_visits
      FROM (
        SELECT url_id, start, sum(human) AS human, sum(bot) AS bot, sum(preview) AS preview,
               sum(prefetch) AS prefetch, array_agg(quarter ORDER BY quarter) AS quarters,
               array_agg(human ORDER BY quarter) AS humans,
               array_agg(bot ORDER BY quarter) AS bots,
               array_agg(preview ORDER BY quarter) AS previews,
               array_agg(prefetch ORDER BY quarter) AS prefetches
        FROM by_quarter
        GROUP BY url_id, start
      ) AS summed
      JOIN (
        SELECT url_id, start, array_agg(quarter ORDER BY quarter, profile_id) AS packed_quarters,
               array_agg(profile_id ORDER BY quarter, profile_id) AS packed_profiles,
               array_agg(visits ORDER BY quarter, profile_id) AS packed_visits
        FROM part
        GROUP BY url_id, start
      ) AS listed USING (url_id, start)
      LEFT JOIN (
        SELECT url_id, start, array_agg(trait_id) AS trait_ids, array_agg(people) AS people
        FROM by_trait
        GROUP BY url_id, start
      ) AS known USING (url_id, start)
      LEFT JOIN (
        SELECT url_id, start, array_agg(part_start ORDER BY part_start, trait_id) AS part_starts,
               array_agg(trait_id ORDER BY part_start, trait_id) AS part_traits,
               array_agg(people ORDER BY part_start, trait_id) AS part_people
        FROM by_part
        GROUP BY url_id, start
      ) AS known_by_part USING (url_id, start)
      """)
  void pack(int span, List<Long> urlIds, List<Integer> starts, int many);

  /**
   * The blocks of links that have no sum, and many packs of days.
   *
   * @param to the first quarter of which no block was packed
   */
  @SqlQuery(
      """
      SELECT url_id, start / 3072 * 3072 AS start
      FROM visit_packs
      WHERE NOT is_summed AND span = 96 AND start < :to
      GROUP BY 1, 2
      HAVING count(*) > :few
      """)
  List<Crowd> blocks(int to, int few);

  /**
   * Sums up the packs of days of some blocks, which have no sum.
   *
   * @param urlIds the links
   * @param starts of each the first quarter
   */
  @SqlUpdate(
      """
      WITH day AS MATERIALIZED (
        UPDATE visit_packs
        SET is_summed = TRUE
        FROM unnest(:urlIds, :starts) AS block (url_id, start)
        WHERE visit_packs.url_id = block.url_id AND span = 96 AND NOT is_summed
              AND visit_packs.start >= block.start AND visit_packs.start < block.start + 3072
        RETURNING block.url_id, block.start, visit_packs.start AS day, human, bot, preview,
                  prefetch, trait_ids, people
      )
      INSERT INTO block_sums (url_id, start, trait_ids, people,
                              days, humans, bots, previews, prefetches)
      SELECT url_id, start, COALESCE(trait_ids, '{}'), COALESCE(people, '{}'),
             days, humans, bots, previews, prefetches
      FROM (
        SELECT url_id, start, array_agg(day) AS days, array_agg(human) AS humans,
               array_agg(bot) AS bots, array_agg(preview) AS previews,
               array_agg(prefetch) AS prefetches
        FROM day
        GROUP BY url_id, start
      ) AS counted
      LEFT JOIN (
        SELECT url_id, start, array_agg(trait_id) AS trait_ids, array_agg(people) AS people
        FROM (
          SELECT url_id, start, known.trait_id, CAST(sum(known.people) AS bigint) AS people
          FROM day
          CROSS JOIN unnest(trait_ids, people) AS known (trait_id, people)
          GROUP BY url_id, start, known.trait_id
        ) AS summed
        GROUP BY url_id, start
      ) AS known USING (url_id, start)
      """)
  void sumUp(List<Long> urlIds, List<Integer> starts);

  /**
   * Where a link has many rows.
   *
   * @param start the first quarter of the time
   */
  record Crowd(long urlId, int start) {}
}
