package io.shortener;

import io.dropwizard.configuration.SubstitutingSourceProvider;
import io.dropwizard.core.Application;
import io.dropwizard.core.setup.Bootstrap;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.forms.MultiPartBundle;
import io.dropwizard.jersey.setup.JerseyEnvironment;
import io.dropwizard.lifecycle.AutoCloseableManager;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.shortener.clicks.ClickMetrics;
import io.shortener.clicks.ClickRecorder;
import io.shortener.clicks.Clicks;
import io.shortener.clicks.LimitedClicks;
import io.shortener.database.DatabaseAddress;
import io.shortener.database.DatabaseErrorMapper;
import io.shortener.database.DatabasePools;
import io.shortener.database.DbCommand;
import io.shortener.database.EmbeddedDatabase;
import io.shortener.database.Migrations;
import io.shortener.database.MigrationsHealthCheck;
import io.shortener.database.SchemaSetup;
import io.shortener.database.SeedCommand;
import io.shortener.events.EventDao;
import io.shortener.events.EventsResource;
import io.shortener.http.ApiException;
import io.shortener.http.HttpRules;
import io.shortener.http.PublicUrl;
import io.shortener.http.TrustedProxies;
import io.shortener.ops.HealthResource;
import io.shortener.ops.Operations;
import io.shortener.redirect.Redirects;
import io.shortener.startup.CheckCommand;
import io.shortener.startup.EnvironmentVariables;
import io.shortener.startup.InstanceDirectory;
import io.shortener.startup.ServerCommand;
import io.shortener.startup.Welcome;
import io.shortener.stats.Rollups;
import io.shortener.stats.StatsReader;
import io.shortener.stats.StatsResource;
import io.shortener.stats.UrlStatsResource;
import io.shortener.transfer.ExportCommand;
import io.shortener.transfer.ImportCommand;
import io.shortener.urls.BulkUrlsResource;
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
import io.shortener.users.BulkImportResource;
import io.shortener.users.UserDao;
import io.shortener.users.UserImport;
import io.shortener.users.UsersResource;
import io.shortener.visitors.VisitorHeaderReader;
import io.shortener.visitors.Visitors;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jdbi.v3.core.Jdbi;

/** The service: its commands, and how its parts are put together. */
public final class ShortenerApplication extends Application<ShortenerConfiguration> {
  public static void main(String[] arguments) throws Exception {
    new ShortenerApplication().run(arguments);
  }

  @Override
  public String getName() {
    return "shortener";
  }

  @Override
  protected void addDefaultCommands(Bootstrap<ShortenerConfiguration> bootstrap) {
    bootstrap.addCommand(new ServerCommand<>(this));
    bootstrap.addCommand(new CheckCommand<>(this));
    bootstrap.addCommand(new DbCommand<>(ShortenerConfiguration.class));
    bootstrap.addCommand(new SeedCommand<>(ShortenerConfiguration.class, System.out));
    bootstrap.addCommand(new ExportCommand<>(ShortenerConfiguration.class));
    bootstrap.addCommand(new ImportCommand<>(ShortenerConfiguration.class));
  }

  @Override
  public void initialize(Bootstrap<ShortenerConfiguration> bootstrap) {
    // Times are UTC everywhere; the libraries that read fixtures and talk to the database ask the
    // JVM's default.
    TimeZone.setDefault(TimeZone.getTimeZone(ZoneOffset.UTC));
    bootstrap.setConfigurationSourceProvider(
        new SubstitutingSourceProvider(
            bootstrap.getConfigurationSourceProvider(), new EnvironmentVariables(System.getenv())));
    bootstrap.addBundle(new MultiPartBundle());
  }

  @Override
  public void run(ShortenerConfiguration settings, Environment environment) {
    PrometheusRegistry metrics =
        Operations.install(environment, settings.chaosToken(), settings.dataDirectory());
    HttpRules.enforce(environment);

    DatabaseAddress address = databaseAddress(settings, environment);
    SchemaSetup schema = schemaSetup(settings, environment, address);
    DatabasePools pools = new DatabasePools(environment, address, schema::isDone);
    Jdbi database = pools.forClients(settings.database().poolSize());
    Jdbi longWork = pools.forLongWork(settings.database().longPoolSize());

    Clock clock = Clock.tickSeconds(ZoneOffset.UTC);
    ShortCodes codes = new ShortCodes(new SecureRandom(), settings.shortCodes());
    TrustedProxies proxies = new TrustedProxies(settings.trustedProxies());
    PublicUrl publicUrl = new PublicUrl(settings.publicUrl(), proxies);
    SafeTargets targets = safeTargets(settings, environment, publicUrl);
    UrlDao urls = database.onDemand(UrlDao.class);
    EventDao events = database.onDemand(EventDao.class);
    UserDao users = database.onDemand(UserDao.class);

    InstanceDirectory instance = instanceDirectory(settings, environment);
    ClickMetrics clickMetrics = new ClickMetrics(metrics);
    Visitors visitors = new Visitors();
    ClickRecorder clicks =
        Clicks.record(
            environment,
            clickMetrics,
            settings.clicks(),
            instance,
            pools.forClicks(),
            visitors,
            clock);
    Jdbi links = pools.forLinks(Redirects.LOOKUP_THREADS + LimitedClicks.THREADS);
    LimitedClicks limitedClicks =
        new LimitedClicks(environment, clickMetrics, links, visitors, clock);
    Redirects redirects =
        new Redirects(environment, metrics, settings.linkCache(), links.onDemand(UrlDao.class));
    redirects.rememberIn(instance, settings.linkCache().warm());
    redirects.listenTo(address);
    DatabaseErrorMapper databaseErrors = databaseErrors();
    redirects.answer(
        clicks,
        limitedClicks,
        new VisitorHeaderReader(settings.countryHeader(), proxies),
        databaseErrors::explain,
        targets::isBlocked,
        clock);

    repeat(environment, "click-ranks", new Ranking(longWork.onDemand(RankDao.class)), 5);

    JerseyEnvironment jersey = environment.jersey();
    jersey.register(new HealthResource());
    jersey.register(
        new ShortenResource(urls, codes, targets, publicUrl, clock, redirects.listener()));
    jersey.register(
        new UrlsResource(
            urls, longWork.onDemand(UrlDao.class), codes, targets, clock, redirects.listener()));
    jersey.register(new QrCodeResource(urls, publicUrl));
    jersey.register(new PreviewResource(urls, targets, publicUrl, clock));
    UrlImport urlImport =
        new UrlImport(
            longWork.onDemand(UrlDao.class),
            codes,
            clock,
            redirects.listener(),
            databaseErrors::explain);
    jersey.register(new BulkUrlsResource(urlImport, targets));
    jersey.register(new EventsResource(events, longWork.onDemand(EventDao.class), clock));
    StatsReader stats = new StatsReader(database, clock);
    jersey.register(new UrlStatsResource(stats, urls));
    jersey.register(new StatsResource(stats));
    Rollups.keep(environment, longWork);
    jersey.register(new UsersResource(users, longWork.onDemand(UserDao.class), clock));
    jersey.register(new BulkImportResource(new UserImport(longWork, clock)));
    jersey.register(databaseErrors);

    environment.lifecycle().addServerLifecycleListener(new Welcome(urls::anyActiveCode));
  }

  private static InstanceDirectory instanceDirectory(
      ShortenerConfiguration settings, Environment environment) {
    InstanceDirectory instance = InstanceDirectory.hold(settings.dataDirectory());
    environment.lifecycle().manage(new AutoCloseableManager(instance));
    return instance;
  }

  private static DatabaseAddress databaseAddress(
      ShortenerConfiguration settings, Environment environment) {
    return settings
        .database()
        .address()
        .orElseGet(
            () -> {
              EmbeddedDatabase embedded = EmbeddedDatabase.in(settings.dataDirectory());
              environment.lifecycle().manage(embedded);
              return embedded.address();
            });
  }

  private static SchemaSetup schemaSetup(
      ShortenerConfiguration settings, Environment environment, DatabaseAddress address) {
    Migrations migrations = new Migrations(address);
    SchemaSetup schema =
        new SchemaSetup(
            migrations,
            address,
            settings.seed(),
            environment.lifecycle().scheduledExecutorService("schema-setup").build());
    environment.lifecycle().manage(schema);
    environment
        .healthChecks()
        .register("migrations", new MigrationsHealthCheck(schema, migrations, System::nanoTime));
    return schema;
  }

  private static SafeTargets safeTargets(
      ShortenerConfiguration settings, Environment environment, PublicUrl publicUrl) {
    SafeTargets targets = new SafeTargets(settings.targets(), publicUrl);
    repeat(environment, "blocked-hosts", targets::refresh, 1);
    return targets;
  }

  private static void repeat(
      Environment environment, String thread, Runnable work, int pauseSeconds) {
    Future<?> unused =
        environment
            .lifecycle()
            .scheduledExecutorService(thread)
            .build()
            .scheduleWithFixedDelay(work, pauseSeconds, pauseSeconds, TimeUnit.SECONDS);
  }

  private static DatabaseErrorMapper databaseErrors() {
    return new DatabaseErrorMapper(
        Map.of(
            UserDao.UNIQUE_USERNAME, () -> ApiException.conflict("Username already exists"),
            UrlDao.UNIQUE_CODE, UrlDao::codeIsTaken,
            UrlDao.KNOWN_USER, () -> ApiException.notFound("User not found"),
            EventDao.KNOWN_USER, () -> ApiException.notFound("User not found"),
            EventDao.KNOWN_URL, () -> ApiException.notFound("URL not found")));
  }
}
