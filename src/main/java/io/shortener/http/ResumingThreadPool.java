package io.shortener.http;

import com.codahale.metrics.MetricRegistry;
import io.dropwizard.metrics.jetty12.InstrumentedQueuedThreadPool;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.thread.Invocable;

/**
 * The server's own threads, for what does not block. A connection whose answer was written on
 * another thread than the one that read its request goes on reading: Jetty hands it to a thread of
 * this pool for that, which takes as long again as the answer. A thread that says that it does not
 * block ({@link Invocable#invokeNonBlocking}) goes on itself.
 */
final class ResumingThreadPool extends InstrumentedQueuedThreadPool {
  ResumingThreadPool(
      MetricRegistry metrics, int maxThreads, int minThreads, int idleTimeoutMillis) {
    super(metrics, maxThreads, minThreads, idleTimeoutMillis);
  }

  @Override
  public void execute(Runnable job) {
    if (job instanceof Connection && Invocable.isNonBlockingInvocation()) {
      job.run();
    } else {
      super.execute(job);
    }
  }
}
