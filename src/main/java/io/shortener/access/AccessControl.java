package io.shortener.access;

import io.dropwizard.core.setup.Environment;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.shortener.http.ClientAddresses;
import io.shortener.http.PublicUrl;
import io.shortener.http.ScanLimit;
import io.shortener.reference.Catalogue;
import io.shortener.startup.Repeated;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import org.jdbi.v3.core.Jdbi;

/** Puts the parts of this package together. */
public final class AccessControl {
  private static final Duration NOTE_PAUSE = Duration.ofMinutes(1);

  private final Environment environment;
  private final Catalogue jersey;
  private final RefusalMetrics refusals;

  public AccessControl(Environment environment, Catalogue jersey, PrometheusRegistry metrics) {
    this.environment = environment;
    this.jersey = jersey;
    this.refusals = new RefusalMetrics(metrics);
  }

  /** Lets in only who has a key, and adds the routes below {@code /keys}. */
  public void askForKeys(Jdbi database, PublicUrl publicUrl, Clock clock) {
    KeyDao keys = database.onDemand(KeyDao.class);
    KnownKeys known = new KnownKeys(keys::findByPrefix, clock, System::nanoTime);
    KeyUses uses = new KeyUses(keys);
    environment.lifecycle().manage(uses);
    jersey.register(new KeyFilter(known, uses, refusals, clock));
    jersey.register(new KeysResource(keys, known, new SecureRandom(), publicUrl, clock));
    Repeated.every(
        NOTE_PAUSE,
        "The last uses of keys were not noted",
        uses,
        environment.lifecycle().scheduledExecutorService("key-uses").build());
  }

  /** Lets everybody in, and says so. */
  public void askNobody() {
    environment.lifecycle().addServerLifecycleListener(new OpenAccess());
  }

  /**
   * Holds clients to what they may do in a minute.
   *
   * @return what visits are to be held to
   */
  public ScanLimit limit(LimitSettings settings, ClientAddresses addresses) {
    ClientLimit writes = new ClientLimit("writes", settings.writes(), System::nanoTime);
    jersey.register(new WriteLimit(writes, refusals));
    ClientLimit unknown =
        new ClientLimit("unknown-codes", settings.unknownCodes(), System::nanoTime);
    jersey.register(new PreviewLimit(unknown, refusals));
    return new UnknownCodeLimit(unknown, addresses, refusals);
  }
}
