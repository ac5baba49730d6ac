package io.shortener.http;

import com.fasterxml.jackson.databind.module.SimpleModule;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jersey.setup.JerseyEnvironment;
import java.time.Instant;
import org.glassfish.jersey.server.ServerProperties;

/** Puts this package's rules in force. */
public final class HttpRules {
  private HttpRules() {}

  /** For every route of the application port. */
  public static void enforce(Environment environment) {
    environment
        .getObjectMapper()
        .registerModule(new SimpleModule("times").addSerializer(Instant.class, new UtcSeconds()));
    JerseyEnvironment jersey = environment.jersey();
    jersey.property(ServerProperties.WADL_FEATURE_DISABLE, true);
    jersey.register(new PathRules());
    jersey.register(new VersionTags());
    jersey.register(new ProblemAnswers());
    jersey.register(new EmptyBodies());
    jersey.register(new UnreadBodies());
    jersey.register(new Route());
    jersey.register(new BodyLimits());
    jersey.register(new JsonObjectReader());
    jersey.register(new RowsWriter(environment.getObjectMapper()));
    jersey.register(new ErrorMapper());
    jersey.register(new UnexpectedErrorMapper());
  }
}
