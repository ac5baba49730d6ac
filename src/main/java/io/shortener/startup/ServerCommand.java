package io.shortener.startup;

import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.cli.Cli;
import io.dropwizard.core.cli.EnvironmentCommand;
import io.dropwizard.core.setup.Environment;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.component.LifeCycle;

/**
 * {@code server}: Dropwizard's command of that name, but for a failed start: that ends with one
 * sentence instead of stack traces.
 *
 * @param <C> the configuration
 */
public final class ServerCommand<C extends Configuration> extends EnvironmentCommand<C> {
  private final Class<C> configurationClass;

  public ServerCommand(Application<C> application) {
    super(application, "server", "Runs the service: the API on one port, operations on another");
    this.configurationClass = application.getConfigurationClass();
  }

  @Override
  protected Class<C> getConfigurationClass() {
    return configurationClass;
  }

  @Override
  protected void run(Environment environment, Namespace namespace, C configuration)
      throws Exception {
    Server server = configuration.getServerFactory().build(environment);
    server.addEventListener(
        new LifeCycle.Listener() {
          @Override
          public void lifeCycleStopped(LifeCycle event) {
            cleanup();
          }
        });
    cleanupAsynchronously();
    try {
      server.start();
    } catch (Exception e) {
      server.stop();
      throw e;
    }
  }

  @Override
  public void configure(Subparser subparser) {
    super.configure(subparser);
    subparser.help(getDescription());
  }

  @Override
  public void onError(Cli cli, Namespace namespace, Throwable failure) {
    Failures.print(cli, failure);
  }
}
