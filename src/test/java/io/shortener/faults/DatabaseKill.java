package io.shortener.faults;

/** Every process of PostgreSQL is killed; it comes back after a while. */
final class DatabaseKill implements Fault {
  @Override
  public void strike(Round round) {
    FragilePostgres postgres = round.installation().postgres();
    KnownLink unvisited = round.newLink();
    round.flow(round.pace().before());
    Phase down = round.begin("down");
    postgres.kill();
    try (Stranger stranger = new Stranger(round, unvisited)) {
      round.flow(round.pace().outage());
      stranger.expectAnswers();
    }
    long back = System.nanoTime();
    postgres.start();
    down.end();
    round.awaitRecorded();
    round.recoveredSince(back);
    round.flow(round.pace().after());
  }
}
