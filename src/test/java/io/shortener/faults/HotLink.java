package io.shortener.faults;

import java.util.Set;

/** Everybody follows one link, through two processes of the service on one database. */
final class HotLink implements Fault {
  private final Service second;

  HotLink(Service second) {
    this.second = second;
  }

  @Override
  public void prepare(Round round) {
    Installation installation = round.installation();
    second.use(installation.postgres().port());
    KnownLink link = round.newLink();
    for (int i = 0; i < round.pace().connections(); i++) {
      round.follow(link, installation.service().port(), Set.of());
      round.follow(link, second.port(), Set.of());
    }
  }

  @Override
  public void strike(Round round) {
    Phase hot = round.begin("hot");
    round.flow(round.pace().outage());
    hot.end();
  }

  @Override
  public void close() {
    second.stop();
  }
}
