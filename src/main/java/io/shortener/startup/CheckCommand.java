package io.shortener.startup;

import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.cli.Cli;
import net.sourceforge.argparse4j.inf.Namespace;
import net.sourceforge.argparse4j.inf.Subparser;

/**
 * {@code check}: reads the configuration and says whether it is good.
 *
 * @param <C> the configuration
 */
public final class CheckCommand<C extends Configuration>
    extends io.dropwizard.core.cli.CheckCommand<C> {
  public CheckCommand(Application<C> application) {
    super(application);
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
