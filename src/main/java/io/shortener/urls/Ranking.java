package io.shortener.urls;

import org.jdbi.v3.core.JdbiException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps the order of links by clicks up to date; to be run again and again by one thread. */
public final class Ranking implements Runnable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Ranking.class);

  private final RankDao ranks;

  /**
   * @param ranks for work that may take long: an import can bring millions of clicks
   */
  public Ranking(RankDao ranks) {
    this.ranks = ranks;
  }

  /** A list that is not quite in order is not worth an alarm: the next run puts it right. */
  @Override
  public void run() {
    try {
      ranks.rank();
    } catch (JdbiException e) {
      LOGGER.debug("Links were not ranked; it is tried again", e);
    }
  }
}
