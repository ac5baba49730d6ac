package io.shortener.redirect;

import io.dropwizard.core.setup.Environment;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.shortener.clicks.ClickRecorder;
import io.shortener.clicks.LimitedClicks;
import io.shortener.database.DatabaseAddress;
import io.shortener.http.ErrorBody;
import io.shortener.http.ScanLimit;
import io.shortener.startup.InstanceDirectory;
import io.shortener.startup.Repeated;
import io.shortener.urls.Domains;
import io.shortener.urls.LinkListener;
import io.shortener.urls.UrlDao;
import io.shortener.visitors.VisitorHeaderReader;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.function.Function;
import java.util.function.Predicate;

/** Puts the parts of this package together. */
public final class Redirects {
  /** How many questions for links the database is asked at the same time. */
  public static final int LOOKUP_THREADS = 4;

  private static final Duration WRITE_PAUSE = Duration.ofSeconds(3);

  private final Environment environment;
  private final LinkCache cache;
  private final LinkCacheMetrics metrics;

  /**
   * A cache that does not hear of changes yet.
   *
   * @param urls with {@link #LOOKUP_THREADS} connections that nobody else takes
   */
  public Redirects(
      Environment environment,
      PrometheusRegistry registry,
      LinkCacheSettings settings,
      UrlDao urls) {
    this.environment = environment;
    this.metrics = new LinkCacheMetrics(registry);
    LinkLookups lookups =
        new LinkLookups(urls::findLinks, threads(environment), LOOKUP_THREADS, System::nanoTime);
    this.cache = new LinkCache(settings.size().toBytes(), lookups::find, System::nanoTime, metrics);
  }

  /** To be told of changes that are made here. */
  public LinkListener listener() {
    return cache;
  }

  /** Hears of changes that are made elsewhere as long as the service runs. */
  public void listenTo(DatabaseAddress database) {
    environment.lifecycle().manage(new LinkChanges(database, cache, metrics, Clock.systemUTC()));
  }

  /** Remembers hot links beyond a restart. */
  public void rememberIn(InstanceDirectory directory, int limit) {
    HotLinks hot = new HotLinks(cache, directory.path(), limit);
    environment.lifecycle().manage(hot);
    Repeated.every(
        WRITE_PAUSE,
        "Hot links were not written",
        hot::write,
        environment.lifecycle().scheduledExecutorService("hot-links").build());
  }

  /**
   * Answers visitors.
   *
   * @param domains tells which links lead on at the host that they ask
   * @param errors what they are told when their link cannot be looked up
   * @param blocked tells of a URL whether no link may lead there any more
   * @param scans stops who asks for codes that lead nowhere
   * @param clock tells when links begin and end
   */
  public void answer(
      Domains domains,
      ClickRecorder clicks,
      LimitedClicks limitedClicks,
      VisitorHeaderReader headers,
      Function<Throwable, ErrorBody> errors,
      Predicate<String> blocked,
      ScanLimit scans,
      Clock clock) {
    new RedirectHandler(
            domains, cache, clicks, limitedClicks, headers, errors, blocked, scans, clock)
        .putInFront(environment);
  }

  private static ExecutorService threads(Environment environment) {
    return environment
        .lifecycle()
        .executorService("link-lookups-%d")
        .minThreads(LOOKUP_THREADS)
        .maxThreads(LOOKUP_THREADS)
        // Unless it rejects what comes when it is shut down, whoever asks waits for ever.
        .rejectedExecutionHandler(new ThreadPoolExecutor.AbortPolicy())
        .build();
  }
}
