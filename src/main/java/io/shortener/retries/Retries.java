package io.shortener.retries;

import io.shortener.database.Daos;
import io.shortener.reference.Catalogue;
import java.time.Clock;
import org.jdbi.v3.core.HandleScope;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.jdbi.v3.core.extension.HandleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests that clients may send again. A request with a key runs in one transaction, in which its
 * answer is kept beside what it does: either both are there afterwards or neither.
 */
public final class Retries implements Runnable {
  private static final Logger LOGGER = LoggerFactory.getLogger(Retries.class);

  private final Jdbi database;
  private final Jdbi longWork;
  private final KeptAnswers answers;

  /**
   * Lets a thread that has a transaction in one of the pools use it for what it asks of the other.
   */
  public Retries(Jdbi database, Jdbi longWork, Clock clock) {
    this.database = database;
    this.longWork = longWork;
    this.answers = new KeptAnswers(clock);
    longWork.setHandleScope(database.getHandleScope());
    Daos.learn(database, KeptAnswerDao.class);
    Daos.learn(longWork, KeptAnswerDao.class);
  }

  /** For every route that takes a POST, but for what tells a secret. */
  public void offer(Catalogue jersey) {
    jersey.register(new KeyedRequests());
    jersey.register(new KeyedInvocations(database, longWork, answers));
  }

  /**
   * Does something as soon as what this thread has written is committed: at once, or when the
   * transaction ends in which it answers a request. It is not done if that fails.
   */
  public void afterCommit(Runnable work) {
    HandleScope scope = database.getHandleScope();
    HandleSupplier running = scope.get();
    if (running == null) {
      work.run();
    } else {
      running.getHandle().afterCommit(work);
    }
  }

  /** Forgets old answers; to be called now and then. What does not work now does so later. */
  @Override
  public void run() {
    try {
      answers.forgetOld(longWork);
    } catch (JdbiException e) {
      LOGGER.debug("Old answers were not forgotten; it is tried again", e);
    }
  }
}
