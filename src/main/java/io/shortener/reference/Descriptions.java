package io.shortener.reference;

import io.dropwizard.core.setup.Environment;
import io.shortener.http.FrontHandler;
import java.util.List;
import java.util.stream.Stream;

/** Everything that the parts of the application port say of themselves. */
public final class Descriptions {
  private final Environment environment;

  public Descriptions(Environment environment) {
    this.environment = environment;
  }

  /** To be asked when all are put together. */
  List<Description> all() {
    return Stream.concat(
            environment.jersey().getResourceConfig().getInstances().stream(),
            FrontHandler.of(environment).stream())
        .filter(Described.class::isInstance)
        .map(part -> ((Described) part).description())
        .toList();
  }
}
