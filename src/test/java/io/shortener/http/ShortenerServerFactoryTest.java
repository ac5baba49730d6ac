package io.shortener.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.jetty.HttpConnectorFactory;
import io.dropwizard.lifecycle.Managed;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jetty.server.NetworkConnector;
import org.eclipse.jetty.server.Server;
import org.junit.jupiter.api.Test;

/** The server around the application. */
class ShortenerServerFactoryTest {
  /** The JVM's and the product's: 45 when idle. */
  private static final int ALL_OTHERS = 100;

  @Test
  void noPortIsOpenBeforeEverythingIsStarted() throws Exception {
    ShortenerServerFactory factory = new ShortenerServerFactory();
    factory.setApplicationConnectors(List.of(onAnyPort()));
    factory.setAdminConnectors(List.of(onAnyPort()));
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
    Server server = factory.build(environment);
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
  void threadsFitIntoTheContainer() throws IOException {
    YAMLMapper yaml = new YAMLMapper();
    int requests = yaml.readTree(new File("config.yml")).at("/server/maxThreads").intValue();
    int limit =
        yaml.readTree(new File("docker-compose.yml")).at("/x-service/pids_limit").intValue();
    int operators = new ShortenerServerFactory().getAdminMaxThreads();

    assertThat(requests).isPositive();
    assertThat(limit).isGreaterThan(requests + operators + ALL_OTHERS);
  }

  private static HttpConnectorFactory onAnyPort() {
    HttpConnectorFactory connector = new HttpConnectorFactory();
    connector.setPort(0);
    return connector;
  }
}
