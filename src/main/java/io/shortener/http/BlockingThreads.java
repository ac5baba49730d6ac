package io.shortener.http;

import com.codahale.metrics.MetricRegistry;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.metrics.jetty12.InstrumentedQueuedThreadPool;
import java.util.concurrent.Executor;

/**
 * The threads of the API, which may wait for the database and for clients. They are none of the
 * server's: those open connections and read from them, for visitors as well, and however long the
 * API's queue is, no visitor stands in it.
 */
public final class BlockingThreads extends InstrumentedQueuedThreadPool {
  BlockingThreads(MetricRegistry metrics, int maxThreads, int minThreads, int idleTimeoutMillis) {
    super(metrics, maxThreads, minThreads, idleTimeoutMillis);
    setName("dw");
  }

  /** Those of the server that an environment is for; to be used once it is built. */
  public static Executor of(Environment environment) {
    return work ->
        environment
            .getApplicationContext()
            .getServer()
            .getBean(BlockingThreads.class)
            .execute(work);
  }
}
