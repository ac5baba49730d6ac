package io.shortener.http;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jersey.jackson.JacksonFeature;
import io.dropwizard.jersey.setup.JerseyEnvironment;
import io.dropwizard.jetty.MutableServletContextHandler;
import jakarta.servlet.Servlet;
import jakarta.validation.Validator;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Server;
import org.jspecify.annotations.Nullable;

/**
 * Dropwizard's server with two ports, where every error is JSON, also those that Jetty answers
 * itself, and where nothing but the application decides which methods a path has.
 */
@JsonTypeName("shortener")
public final class ShortenerServerFactory extends DefaultServerFactory {
  @Override
  public Server build(Environment environment) {
    Server server = super.build(environment);
    JsonErrorHandler errors = new JsonErrorHandler();
    server.setErrorHandler(errors);
    environment.getApplicationContext().setErrorHandler(errors);
    environment.getAdminContext().setErrorHandler(errors);
    server.setHandler(new RequestIds(new Connections(server.getHandler())));
    return server;
  }

  /**
   * Jersey and nothing around it: each of Dropwizard's filters here would answer or measure twice.
   */
  @Override
  protected Handler createAppServlet(
      Server server,
      JerseyEnvironment jersey,
      ObjectMapper objectMapper,
      Validator validator,
      MutableServletContextHandler context,
      @Nullable Servlet jerseyContainer,
      MetricRegistry metrics) {
    context.setServer(server);
    jersey.register(new JacksonFeature(objectMapper));
    if (jerseyContainer != null) {
      context.addServlet(new ServletHolder("jersey", jerseyContainer), jersey.getUrlPattern());
    }
    return context;
  }
}
