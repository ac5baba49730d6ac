package io.shortener.clicks;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.sqlobject.config.RegisterConstructorMapper;
import org.jdbi.v3.sqlobject.statement.SqlQuery;
import org.jdbi.v3.sqlobject.statement.SqlUpdate;

/** The table {@code click_batches}; what writes it, see {@link RecordStatement}. */
@RegisterConstructorMapper(ClickDao.LeftOut.class)
interface ClickDao {
  /** The links that were left out of a batch; empty when the batch is not in. */
  @SqlQuery("SELECT left_out FROM click_batches WHERE id = :batch")
  Optional<LeftOut> findLeftOut(UUID batch);

  /** Forgets the batches of one journal that are older than an id. */
  @SqlUpdate("DELETE FROM click_batches WHERE id < :oldest AND journal = :journal")
  int forget(UUID oldest, UUID journal);

  /** Forgets all batches that are older than an id. */
  @SqlUpdate("DELETE FROM click_batches WHERE id < :oldest")
  int forgetAll(UUID oldest);

  /**
   * Makes the tables of a month that are not there, for clicks that have waited or come from a
   * wrong clock.
   */
  @SqlQuery("SELECT make_event_months(:time, :time)")
  int makeMonth(Instant time);

  @SqlQuery("SELECT TRUE")
  boolean answers();

  /** The links that were locked when a batch was written. */
  record LeftOut(List<Long> leftOut) {}
}
