package io.shortener;

import io.dropwizard.core.setup.Environment;
import io.dropwizard.lifecycle.AutoCloseableManager;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.shortener.access.AccessControl;
import io.shortener.changes.ChangeDao;
import io.shortener.changes.ChangeRetention;
import io.shortener.changes.ChangesResource;
import io.shortener.clicks.ClickMetrics;
import io.shortener.clicks.ClickRecorder;
import io.shortener.clicks.Clicks;
import io.shortener.clicks.LimitedClicks;
import io.shortener.database.Daos;
import io.shortener.database.DatabaseAddress;
import io.shortener.database.DatabaseErrorMapper;
import io.shortener.database.DatabasePools;
import io.shortener.events.EventDao;
import io.shortener.events.EventFeedDao;
import io.shortener.events.EventMonths;
import io.shortener.events.EventMonthsHealthCheck;
import io.shortener.events.EventsResource;
import io.shortener.feed.Feeds;
import io.shortener.http.Callers;
import io.shortener.http.ClientAddresses;
import io.shortener.http.HttpRules;
import io.shortener.http.PublicUrl;
import io.shortener.http.RequestedHost;
import io.shortener.http.TrustedProxies;
import io.shortener.http.WholeLists;
import io.shortener.ops.HealthResource;
import io.shortener.ops.Operations;
import io.shortener.redirect.Redirects;
import io.shortener.reference.Catalogue;
import io.shortener.reference.DocsResource;
import io.shortener.reference.OpenApiResource;
import io.shortener.retries.Retries;
import io.shortener.startup.InstanceDirectory;
import io.shortener.startup.Repeated;
import io.shortener.startup.Welcome;
import io.shortener.stats.RollupSchedule;
import io.shortener.stats.StatsReader;
import io.shortener.stats.StatsResource;
import io.shortener.stats.UrlStatsResource;
import io.shortener.urls.BulkUrlsResource;
import io.shortener.urls.Domains;
import io.shortener.urls.LinkListener;
import io.shortener.urls.PreviewResource;
import io.shortener.urls.QrCodeResource;
import io.shortener.urls.RankDao;
import io.shortener.urls.Ranking;
import io.shortener.urls.SafeTargets;
import io.shortener.urls.ShortCodes;
import io.shortener.urls.ShortenResource;
import io.shortener.urls.UrlDao;
import io.shortener.urls.UrlImport;
import io.shortener.urls.UrlsResource;
import io.shortener.users.BulkUsersResource;
import io.shortener.users.UserDao;
import io.shortener.users.UserImport;
import io.shortener.users.UsersResource;
import io.shortener.visitors.VisitorHeaderReader;
import io.shortener.visitors.Visitors;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Jdbi;

/**
 * How the parts are put together, in the order in which they start; they stop in the other. Each
 * method adds a feature to the environment.
 */
final class Wiring {
  /** Connections for long work that whole lists leave to deletions, imports and housekeeping. */
  private static final int KEPT_FROM_LISTS = 2;

  private final ShortenerConfiguration settings;
  private final Environment environment;
  private final Catalogue jersey;
  private final PrometheusRegistry metrics;
  private final DatabaseAddress address;
  private final DatabasePools pools;
  private final Jdbi database;
  private final Jdbi longWork;
  private final WholeLists wholeLists;
  private final UrlDao urls;
  private final DatabaseErrorMapper errors = Storage.errors();
  private final Clock clock = Clock.tickSeconds(ZoneOffset.UTC);
  private final TrustedProxies proxies;
  private final ClientAddresses clientAddresses;
  private final PublicUrl publicUrl;
  private final Domains domains;
  private final SafeTargets targets;
  private final AccessControl access;
  private final Feeds feeds;
  private final Retries retries;

  /** What every feature needs: operations, the rules of HTTP, the database. */
  Wiring(ShortenerConfiguration settings, Environment environment) {
    this.settings = settings;
    this.environment = environment;
    this.jersey = new Catalogue(environment);
    this.metrics = Operations.install(environment, settings.chaosToken(), settings.dataDirectory());
    HttpRules.enforce(environment);
    jersey.register(new HealthResource());
    jersey.register(errors);

    Storage storage = new Storage(settings, environment);
    this.address = storage.address();
    this.pools = storage.pools();
    this.database = pools.forClients(settings.database().poolSize());
    int longWorkAtATime = settings.database().longPoolSize();
    this.longWork = pools.forLongWork(longWorkAtATime);
    this.wholeLists = new WholeLists(Math.max(1, longWorkAtATime - KEPT_FROM_LISTS));
    this.urls = database.onDemand(UrlDao.class);
    // Whoever makes or changes links attaches it to the same connection.
    Daos.learn(database, EventDao.class);
    this.retries = new Retries(database, longWork, clock);
    retries.offer(jersey);
    repeat("kept-answers", retries, Duration.ofMinutes(1));

    this.proxies = new TrustedProxies(settings.trustedProxies());
    this.clientAddresses = new ClientAddresses(proxies);
    jersey.register(new Callers(clientAddresses));
    this.publicUrl = new PublicUrl(settings.publicUrl(), proxies);
    this.domains = new Domains(settings.domains(), new RequestedHost(proxies));
    this.targets = new SafeTargets(settings.targets(), publicUrl, domains);
    repeat("blocked-hosts", targets::refresh, Duration.ofSeconds(1));
    this.access = new AccessControl(environment, jersey, metrics);
    this.feeds = new Feeds(environment, metrics, database, publicUrl);
  }

  /** Who may ask the API for something. */
  void guard() {
    switch (settings.access()) {
      case OPEN -> access.askNobody();
      case KEYS -> access.askForKeys(database, publicUrl, clock);
    }
  }

  /**
   * Redirects and clicks.
   *
   * @return to be told of links that change
   */
  LinkListener answerVisitors() {
    InstanceDirectory instance = instanceDirectory(settings, environment);
    ClickMetrics clickMetrics = new ClickMetrics(metrics);
    Visitors visitors = new Visitors();
    Jdbi forClicks = pools.forClicks(Clicks.THREADS + LimitedClicks.THREADS);
    ClickRecorder clicks =
        Clicks.record(
            environment, clickMetrics, settings.clicks(), instance, forClicks, visitors, clock);
    LimitedClicks limitedClicks =
        new LimitedClicks(environment, clickMetrics, forClicks, visitors, clock);

    UrlDao lookups = pools.forLinks(Redirects.LOOKUP_THREADS).onDemand(UrlDao.class);
    Redirects redirects = new Redirects(environment, metrics, settings.linkCache(), lookups);
    redirects.rememberIn(instance, settings.linkCache().warm());
    redirects.listenTo(address);
    redirects.answer(
        domains,
        clicks,
        limitedClicks,
        new VisitorHeaderReader(settings.countryHeader(), proxies),
        errors::explain,
        targets::isBlocked,
        access.limit(settings.limits(), clientAddresses),
        clock);
    return redirects.listener();
  }

  /**
   * @param cache to be told of links that change
   */
  void serveUrls(LinkListener cache) {
    LinkListener links = address -> retries.afterCommit(() -> cache.linkChanged(address));
    ShortCodes codes = new ShortCodes(new SecureRandom(), settings.shortCodes());
    UrlDao longUrls = longWork.onDemand(UrlDao.class);
    jersey.register(new ShortenResource(urls, codes, domains, targets, publicUrl, clock, links));
    jersey.register(
        new UrlsResource(
            urls, longUrls, wholeLists, codes, domains, targets, publicUrl, clock, links));
    jersey.register(new QrCodeResource(urls, publicUrl));
    jersey.register(new PreviewResource(urls, domains, targets, publicUrl, clock));
    UrlImport urlImport = new UrlImport(longUrls, codes, domains, clock, links, errors::explain);
    jersey.register(new BulkUrlsResource(urlImport, targets));
    repeat("click-ranks", new Ranking(longWork.onDemand(RankDao.class)), Duration.ofSeconds(5));
  }

  void serveEvents() {
    EventDao events = database.onDemand(EventDao.class);
    jersey.register(
        new EventsResource(
            events,
            longWork.onDemand(EventDao.class),
            wholeLists,
            database.onDemand(EventFeedDao.class),
            feeds.of("events", "events_id_seq", List.of("events", "clicks")),
            publicUrl,
            clock));
    EventMonths months = new EventMonths(longWork, clock, settings.eventRetentionMonths());
    environment
        .healthChecks()
        .register("event-months", new EventMonthsHealthCheck(database, clock));
    repeat("event-months", months, Duration.ofMinutes(10));
  }

  void serveChanges() {
    jersey.register(
        new ChangesResource(
            database.onDemand(ChangeDao.class),
            feeds.of("changes", "changes_id_seq", List.of("changes"))));
    repeat(
        "changes-kept",
        new ChangeRetention(longWork, clock, settings.eventRetentionMonths()),
        Duration.ofMinutes(10));
  }

  void serveStats() {
    StatsReader stats = new StatsReader(database, clock);
    jersey.register(new UrlStatsResource(stats, urls));
    jersey.register(new StatsResource(stats));
    RollupSchedule.keep(environment, metrics, longWork, clock);
  }

  void serveUsers() {
    UserDao users = database.onDemand(UserDao.class);
    jersey.register(
        new UsersResource(users, longWork.onDemand(UserDao.class), wholeLists, publicUrl, clock));
    jersey.register(new BulkUsersResource(new UserImport(longWork, clock)));
  }

  /** What all of these say of themselves. */
  void serveReference() {
    jersey.register(new OpenApiResource(jersey, publicUrl));
    jersey.register(new DocsResource());
  }

  /** Says where the service is, once it is there. */
  void welcome() {
    environment.lifecycle().addServerLifecycleListener(new Welcome(urls::anyActiveCode));
  }

  private static InstanceDirectory instanceDirectory(
      ShortenerConfiguration settings, Environment environment) {
    InstanceDirectory instance = InstanceDirectory.hold(settings.dataDirectory());
    environment.lifecycle().manage(new AutoCloseableManager(instance));
    return instance;
  }

  private void repeat(String thread, Runnable work, Duration pause) {
    Repeated.every(
        pause,
        "The work of " + thread + " failed",
        work,
        environment.lifecycle().scheduledExecutorService(thread).build());
  }
}
