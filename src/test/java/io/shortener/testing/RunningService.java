package io.shortener.testing;

import io.dropwizard.core.setup.Environment;
import io.dropwizard.testing.ConfigOverride;
import io.dropwizard.testing.DropwizardTestSupport;
import io.shortener.ShortenerApplication;
import io.shortener.ShortenerConfiguration;
import io.shortener.database.DatabaseAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.glassfish.jersey.server.ResourceConfig;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.sqlobject.SqlObjectPlugin;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * The whole service on free ports and a database of its own, for the tests of one class:
 * {@code @RegisterExtension static final RunningService SERVICE = RunningService.seeded();}
 */
public final class RunningService implements BeforeAllCallback, AfterAllCallback {
  /**
   * Mutation testing runs single tests thousands of times: there a service is started once and
   * finds its first data again before each.
   */
  private static final boolean KEPT = Boolean.getBoolean("shortener.test.keep");

  private final List<ConfigOverride> overrides = new ArrayList<>();
  private final DatabaseAddress database;
  private final DropwizardTestSupport<ShortenerConfiguration> support;
  private boolean running;

  private RunningService(DatabaseAddress database, boolean seed, ConfigOverride... settings) {
    this.database = database;
    overrides.add(ConfigOverride.config("server.applicationConnectors[0].port", "0"));
    overrides.add(ConfigOverride.config("server.adminConnectors[0].port", "0"));
    overrides.add(ConfigOverride.config("database.url", database.jdbcUrl()));
    overrides.add(ConfigOverride.config("database.user", database.user()));
    overrides.add(ConfigOverride.config("seed", Boolean.toString(seed)));
    overrides.add(ConfigOverride.config("dataDirectory", newDirectory().toString()));
    overrides.addAll(List.of(settings));
    this.support =
        new DropwizardTestSupport<>(
            ShortenerApplication.class, "config.yml", overrides.toArray(ConfigOverride[]::new));
  }

  private static Path newDirectory() {
    try {
      return Files.createTempDirectory(Path.of("target"), "data");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** On an empty schema. */
  public static RunningService empty(ConfigOverride... settings) {
    return new RunningService(TestPostgres.migratedDatabase(), false, settings);
  }

  /** With the fixtures. */
  public static RunningService seeded(ConfigOverride... settings) {
    return new RunningService(TestPostgres.seededDatabase(), true, settings);
  }

  /** On a database that the test keeps in its hands, seeded if it is empty. */
  public static RunningService on(DatabaseAddress database, ConfigOverride... settings) {
    return new RunningService(database, true, settings);
  }

  /** With a route that the product does not have. */
  public RunningService with(Object resource) {
    support.addListener(
        new DropwizardTestSupport.ServiceListener<>() {
          @Override
          public void onRun(
              ShortenerConfiguration configuration,
              Environment environment,
              DropwizardTestSupport<ShortenerConfiguration> service) {
            environment.jersey().register(resource);
          }
        });
    return this;
  }

  @Override
  public void beforeAll(ExtensionContext context) throws Exception {
    if (running) {
      database().useHandle(Pristine::restore);
      return;
    }
    support.before();
    running = true;
    if (KEPT) {
      // Settings of a test are system properties while its service runs; the next must not see
      // them.
      System.getProperties().keySet().removeIf(name -> name.toString().startsWith("dw."));
      database().useHandle(Pristine::keep);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    if (!KEPT) {
      support.after();
      running = false;
    }
  }

  /** A client of the application port. */
  public HttpClient http() {
    return new HttpClient(support.getLocalPort());
  }

  /** A client of the admin port. */
  public HttpClient admin() {
    return new HttpClient(support.getAdminPort());
  }

  /** The classes of all routes that go through Jersey. */
  public List<Class<?>> resources() {
    ResourceConfig jersey = support.getEnvironment().jersey().getResourceConfig();
    return Stream.concat(
            jersey.getClasses().stream(), jersey.getInstances().stream().map(Object::getClass))
        .<Class<?>>map(type -> type)
        .filter(type -> type.isAnnotationPresent(jakarta.ws.rs.Path.class))
        .distinct()
        .toList();
  }

  /** What the service is put together of. */
  public Environment environment() {
    return support.getEnvironment();
  }

  /** The way past the service to its tables. */
  public Jdbi database() {
    return Jdbi.create(database.jdbcUrl(), database.user(), database.password())
        .installPlugin(new SqlObjectPlugin());
  }
}
