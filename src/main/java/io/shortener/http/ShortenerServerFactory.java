package io.shortener.http;

import com.codahale.metrics.MetricRegistry;
import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.common.collect.Lists;
import io.dropwizard.core.server.DefaultServerFactory;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jersey.jackson.JacksonFeature;
import io.dropwizard.jersey.setup.JerseyEnvironment;
import io.dropwizard.jetty.MutableServletContextHandler;
import io.dropwizard.validation.ValidationMethod;
import jakarta.servlet.Servlet;
import jakarta.validation.Validator;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.setuid.SetUIDListener;
import org.eclipse.jetty.util.thread.ThreadPool;
import org.jspecify.annotations.Nullable;

/**
 * Dropwizard's server with two ports, where every error is JSON, also those that Jetty answers
 * itself, and where nothing but the application decides which methods a path has.
 *
 * <p>Its ports open when everything behind them is started: whoever connects earlier, and is tired
 * of waiting, would be counted without having been led on.
 */
@JsonTypeName("shortener")
public final class ShortenerServerFactory extends DefaultServerFactory {
  /** For what never waits; {@code maxThreads} are for all else. */
  static final int CONNECTION_THREADS = 32;

  @JsonProperty @NotNull private String corsOrigins = "";

  @Override
  public Server build(Environment environment) {
    Server server = super.build(environment);
    server.setOpenEarly(false);
    keepCaseOfHeaders(server);
    JsonErrorHandler errors = new JsonErrorHandler();
    server.setErrorHandler(errors);
    BlockingThreads api =
        new BlockingThreads(
            environment.metrics(), getMaxThreads(), getMinThreads(), idleTimeoutMillis());
    server.addBean(api);
    environment.getApplicationContext().setErrorHandler(errors);
    environment.getAdminContext().setErrorHandler(errors);
    server.setHandler(
        behind(
            FrontHandler.of(environment),
            new BlockingHandlers(
                api, new RequestIds(new SafeHeaders(new Connections(server.getHandler()))))));
    return server;
  }

  /**
   * Jetty remembers the headers of a connection, and of two that differ in case alone takes the
   * first: a key would be good in any case, and behind a proxy, whose connections many clients
   * share, one client would get what another asked for.
   */
  private static void keepCaseOfHeaders(Server server) {
    server
        .getContainedBeans(HttpConfiguration.ConnectionFactory.class)
        .forEach(factory -> factory.getHttpConfiguration().setHeaderCacheCaseSensitive(true));
  }

  /** Opens the ports before the service is started, unless it starts as who it was called by. */
  @Override
  protected SetUIDListener buildSetUIDListener() {
    SetUIDListener listener = super.buildSetUIDListener();
    listener.setStartServerAsPrivileged(true);
    return listener;
  }

  @Override
  protected ThreadPool createThreadPool(MetricRegistry metrics) {
    ResumingThreadPool pool =
        new ResumingThreadPool(metrics, CONNECTION_THREADS, getMinThreads(), idleTimeoutMillis());
    pool.setName("dw-connections");
    return pool;
  }

  private int idleTimeoutMillis() {
    return Math.toIntExact(getIdleThreadTimeout().toMilliseconds());
  }

  @JsonIgnore
  @ValidationMethod(
      message =
          "corsOrigins (CORS_ORIGINS) must be * or origins like https://app.example, without a path")
  public boolean isCorsOriginsReadable() {
    return new CrossOrigin(corsOrigins).isReadable();
  }

  private static Handler behind(List<FrontHandler> front, Handler last) {
    Handler handler = last;
    for (FrontHandler next : Lists.reverse(front)) {
      next.setHandler(handler);
      handler = next;
    }
    return handler;
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
    // Around this port alone: no script of a page shall read what operators do.
    return new CrossOrigin(corsOrigins).allowTo(context);
  }
}
