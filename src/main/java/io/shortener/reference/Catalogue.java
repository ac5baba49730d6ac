package io.shortener.reference;

import io.dropwizard.core.setup.Environment;
import io.shortener.http.FrontHandler;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What is registered with Jersey, and what it says of itself; of Jersey itself only its classes can
 * be asked for afterwards.
 */
public final class Catalogue {
  private final Environment environment;
  private final List<Described> resources = new ArrayList<>();

  public Catalogue(Environment environment) {
    this.environment = environment;
  }

  /** Gives a resource, or another component, to Jersey. */
  public void register(Object component) {
    environment.jersey().register(component);
    if (component instanceof Described resource) {
      resources.add(resource);
    }
  }

  /** All there is to say; to be asked when everything is put together. */
  List<Description> descriptions() {
    Stream<Described> inFront =
        FrontHandler.of(environment).stream()
            .filter(Described.class::isInstance)
            .map(Described.class::cast);
    return Stream.concat(resources.stream(), inFront).map(Described::description).toList();
  }
}
