package io.shortener.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jetty.HttpConnectorFactory;
import io.dropwizard.lifecycle.Managed;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.File;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.component.LifeCycle;
import org.junit.jupiter.api.Test;

/** The server around the application. */
class ShortenerServerFactoryTest {
  /** The JVM's and the product's: 45 when idle. */
  private static final int ALL_OTHERS = 100;

  private static final int FEW_THREADS = 8;

  private static final Duration MORE_THAN_PATIENCE = Duration.ofMillis(500);

  /** Of a connection, on both sides. */
  private static final int MORE_THAN_BUFFERS = 64 << 20;

  @Test
  void noPortIsOpenBeforeEverythingIsStarted() throws Exception {
    Environment environment = new Environment("test");
    List<Boolean> open = new ArrayList<>();
    List<NetworkConnector> connectors = new ArrayList<>();
    environment
        .lifecycle()
        .manage(
            new Managed() {
              @Override
              public void start() {
                connectors.forEach(connector -> open.add(connector.isOpen()));
              }
            });
    Server server = server(environment);
    List.of(server.getConnectors())
        .forEach(connector -> connectors.add((NetworkConnector) connector));

    server.start();
    try {
      assertThat(open).containsExactly(false, false);
      assertThat(connectors).allMatch(NetworkConnector::isOpen);
    } finally {
      server.stop();
    }
  }

  @Test
  void whoWasNotToldOtherwiseIsAnsweredWhileTheServerStops() throws Exception {
    Environment environment = new Environment("test");
    environment.jersey().register(new Bytes());
    Server server = server(environment);
    server.start();
    int port = ((NetworkConnector) server.getConnectors()[0]).getLocalPort();
    CompletableFuture<Void> stopped;
    try (Socket client = new Socket("localhost", port)) {
      client.setSoTimeout(20_000);
      DataInputStream answers =
          new DataInputStream(new BufferedInputStream(client.getInputStream()));
      ask(client, MORE_THAN_BUFFERS);
      assertThat(head(answers)).startsWith("HTTP/1.1 200 OK").doesNotContain("close");
      stopped = CompletableFuture.runAsync(() -> LifeCycle.stop(server));
      await().until(() -> !takesConnections(port));

      answers.skipNBytes(MORE_THAN_BUFFERS);
      ask(client, 3);

      assertThat(head(answers)).startsWith("HTTP/1.1 ").contains("Connection: close");
    }
    stopped.get(20, TimeUnit.SECONDS);
  }

  @Test
  void nobodyWaitsBehindTheApiAndOfTheApiNobodyForLong() throws Exception {
    Environment environment = new Environment("test");
    new Visits().putInFront(environment);
    Held held = new Held();
    environment.jersey().register(held);
    environment.jersey().register(new Health());
    ShortenerServerFactory factory = factory();
    factory.setMinThreads(FEW_THREADS);
    factory.setMaxThreads(FEW_THREADS);
    Server server = factory.build(environment);
    server.start();
    HttpClient http = HttpClient.to(((NetworkConnector) server.getConnectors()[0]).getLocalPort());
    BlockingThreads threads = server.getBean(BlockingThreads.class);
    ExecutorService clients = Executors.newCachedThreadPool();
    try {
      List<Future<Answer>> answers = new ArrayList<>();
      for (int i = 0; i < FEW_THREADS + 1; i++) {
        answers.add(clients.submit(() -> http.get("/held")));
      }
      await().until(() -> threads.getQueueSize() == 1);
      Future<Answer> health = clients.submit(() -> http.get("/health"));
      await().until(() -> threads.getQueueSize() == 2);

      assertThat(HttpClient.to(http.port()).get("/visit").status()).isEqualTo(302);
      await().pollDelay(MORE_THAN_PATIENCE).until(() -> threads.getQueueSize() == 2);
      held.released.countDown();

      assertThat(health.get().status()).isEqualTo(200);
      List<Integer> statuses = new ArrayList<>();
      for (Future<Answer> answer : answers) {
        statuses.add(answer.get().status());
      }
      assertThat(statuses).containsOnlyOnce(503).containsOnly(200, 503);
    } finally {
      held.released.countDown();
      clients.shutdownNow();
      server.stop();
    }
  }

  @Test
  void threadsFitIntoTheContainer() throws IOException {
    YAMLMapper yaml = new YAMLMapper();
    int requests = yaml.readTree(new File("config.yml")).at("/server/maxThreads").intValue();
    int limit =
        yaml.readTree(new File("docker-compose.yml")).at("/x-service/pids_limit").intValue();
    int operators = new ShortenerServerFactory().getAdminMaxThreads();

    assertThat(requests).isPositive();
    assertThat(limit)
        .isGreaterThan(
            requests + ShortenerServerFactory.CONNECTION_THREADS + operators + ALL_OTHERS);
  }

  private static Server server(Environment environment) {
    return factory().build(environment);
  }

  private static ShortenerServerFactory factory() {
    ShortenerServerFactory factory = new ShortenerServerFactory();
    factory.setApplicationConnectors(List.of(onAnyPort()));
    factory.setAdminConnectors(List.of(onAnyPort()));
    return factory;
  }

  private static HttpConnectorFactory onAnyPort() {
    HttpConnectorFactory connector = new ShortenerConnectorFactory();
    connector.setPort(0);
    return connector;
  }

  private static void ask(Socket client, int count) throws IOException {
    client
        .getOutputStream()
        .write(
            ("GET /bytes/" + count + " HTTP/1.1\r\nHost: a\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII));
  }

  private static String head(DataInputStream answers) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) answers.readByte());
    }
    return head.toString();
  }

  private static boolean takesConnections(int port) {
    try (Socket another = new Socket("localhost", port)) {
      return another.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  /** Answers with as many bytes as it is asked for. */
  @Path("/bytes/{count}")
  public static final class Bytes {
    /** So many. */
    @GET
    public Response get(@PathParam("count") int count) {
      return Response.ok(new byte[count]).header("Content-Length", count).build();
    }
  }

  /** Leads on, and waits for nothing. */
  private static final class Visits extends FrontHandler {
    @Override
    protected boolean handleInFront(
        Request request, org.eclipse.jetty.server.Response response, Callback callback)
        throws Exception {
      if (!Request.getPathInContext(request).equals("/visit")) {
        return passOn(request, response, callback);
      }
      response.setStatus(302);
      callback.succeeded();
      return true;
    }
  }

  /** Holds whoever asks until it is told to let go. */
  @Path("/held")
  public static final class Held {
    private final CountDownLatch released = new CountDownLatch(1);

    @GET
    public String hold() throws InterruptedException {
      released.await();
      return "free";
    }
  }

  /** Says that it is well. */
  @Path("/health")
  public static final class Health {
    @GET
    public String health() {
      return "ok";
    }
  }
}
