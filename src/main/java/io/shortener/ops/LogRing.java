package io.shortener.ops;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import com.google.common.collect.EvictingQueue;
import com.google.common.collect.ImmutableList;
import io.dropwizard.lifecycle.Managed;
import java.util.List;
import java.util.function.Predicate;
import org.slf4j.LoggerFactory;

/** Keeps the newest log entries of this process in memory. Thread-safe. */
final class LogRing extends AppenderBase<ILoggingEvent> implements Managed {
  private static final int CAPACITY = 1_000;

  private final EvictingQueue<LogEntry> entries = EvictingQueue.create(CAPACITY);

  /**
   * Listens to everything that is logged from now on, before any other appender: those hand entries
   * to threads of their own, from where the caller can no longer be told.
   */
  public static LogRing attached() {
    LogRing ring = new LogRing();
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    ring.setName("ring");
    ring.setContext(context);
    ring.start();
    Logger root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    List<Appender<ILoggingEvent>> others = ImmutableList.copyOf(root.iteratorForAppenders());
    others.forEach(root::detachAppender);
    root.addAppender(ring);
    others.forEach(root::addAppender);
    return ring;
  }

  /** The newest entries that match, the oldest of them first. */
  List<LogEntry> newest(int limit, Predicate<LogEntry> filter) {
    List<LogEntry> all;
    synchronized (entries) {
      all = List.copyOf(entries);
    }
    List<LogEntry> matching = all.stream().filter(filter).toList();
    return matching.subList(Math.max(0, matching.size() - limit), matching.size());
  }

  @Override
  protected void append(ILoggingEvent event) {
    LogEntry entry = LogEntry.of(event);
    synchronized (entries) {
      entries.add(entry);
    }
  }

  @Override
  public void stop() {
    ((LoggerContext) LoggerFactory.getILoggerFactory())
        .getLogger(Logger.ROOT_LOGGER_NAME)
        .detachAppender(this);
    super.stop();
  }
}
