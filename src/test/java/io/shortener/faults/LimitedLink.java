package io.shortener.faults;

import io.shortener.testing.HttpClient;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Many more people than a link may lead on follow it, and some bots, through two processes of the
 * service on one database. One of the two is killed when half of the limit is used, and comes back.
 */
final class LimitedLink implements Fault {
  private static final String BROWSER =
      "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0";
  private static final String BOT = "curl/8.5.0";

  private static final int GONE = 410;
  private static final int UNAVAILABLE = 503;
  private static final Set<Integer> ALSO_FINE = Set.of(GONE, UNAVAILABLE);

  private static final int CLIENTS_FOR_A_BOT = 8;
  private static final Duration HALF_LIMIT = Duration.ofSeconds(30);
  private static final Duration REQUESTS_LIMIT = Duration.ofMinutes(15);

  private final Service second;
  private final List<Follower> people = new ArrayList<>();
  private final List<Follower> bots = new ArrayList<>();
  private final List<Follower> ofFirst = new ArrayList<>();
  private long ledBeforeTheKill;

  LimitedLink(Service second) {
    this.second = second;
  }

  /**
   * All of them are connected and led on by a link without a limit first: the rush comes at once.
   */
  @Override
  public void prepare(Round round) {
    second.use(round.installation().postgres().port());
    KnownLink open = round.newLink();
    for (int i = 0; i < Math.max(2, round.pace().connections()); i++) {
      boolean bot = i % CLIENTS_FOR_A_BOT == 1;
      Follower first = round.follow(open, round.installation().service().port(), Set.of());
      ofFirst.add(first);
      Stream.of(first, round.follow(open, second.port(), Set.of()))
          .map(follower -> follower.as(bot ? BOT : BROWSER))
          .forEach((bot ? bots : people)::add);
    }
  }

  @Override
  public boolean endsConnections() {
    return true;
  }

  @Override
  public void strike(Round round) {
    KnownLink link = round.newLink(round.pace().limit());
    int clients = people.size() + bots.size();
    int each = (round.pace().requests() + clients - 1) / clients;
    Phase phase = round.begin("limited");
    everybody().forEach(follower -> follower.follow(link, ALSO_FINE, each));
    Patience.await(
        HALF_LIMIT, "half of the limit is used", () -> led(people) >= round.pace().limit() / 2);
    second.kill();
    ledBeforeTheKill = led(people);
    second.start();
    Patience.await(
        REQUESTS_LIMIT,
        "all requests are made",
        () -> everybody().allMatch(follower -> follower.current().isComplete()));
    phase.end();
    expectUsedUp(round, link);
  }

  private static void expectUsedUp(Round round, KnownLink link) {
    ports(round)
        .map(HttpClient::to)
        .map(http -> http.get("/" + link.code(), "User-Agent", BROWSER).status())
        .filter(status -> status != GONE)
        .forEach(status -> round.breach("one more person was answered " + status));
  }

  private static Stream<Integer> ports(Round round) {
    Installation installation = round.installation();
    return Stream.of(installation.service().port(), installation.second().port());
  }

  @Override
  public void judge(Round round, Reconciliation counts) {
    KnownLink link = people.get(0).current().link();
    Map<String, Long> events = new Ledger(round.installation().http()).clickEventsByKind(link);
    Turnout turnout =
        new Turnout(
            round.pace().limit(),
            led(people),
            unanswered(people.stream()),
            events.getOrDefault("human", 0L),
            counted(round.installation().postgres(), link));
    turnout.breaches().forEach(round::breach);
    long programs = events.getOrDefault("bot", 0L);
    if (programs < led(bots) || programs > led(bots) + unanswered(bots.stream())) {
      round.breach(programs + " bots are recorded, " + led(bots) + " were led on");
    }
    expectKillInTheMiddle(round);
    report(round, turnout, programs);
  }

  private void expectKillInTheMiddle(Round round) {
    if (ledBeforeTheKill >= round.pace().limit() || led(bots) == 0) {
      round.breach("the limit was used up before the kill, or before any bot came");
    }
    if (unanswered(ofFirst.stream()) > 0) {
      round.breach("connections to the process that was not killed ended");
    }
    long curt = everybody().mapToLong(follower -> follower.current().curt()).sum();
    if (curt > 0) {
      round.breach(curt + " were told to come again, and not when");
    }
  }

  private void report(Round round, Turnout turnout, long programs) {
    round.find(
        String.format(
            "%d requests for a limit of %d, killed at %d: %d people led on, %d of %d without an"
                + " answer recorded, %d in the count; %d bots recorded",
            everybody().mapToLong(follower -> follower.current().asked()).sum(),
            turnout.limit(),
            ledBeforeTheKill,
            turnout.led(),
            turnout.recorded() - turnout.led(),
            turnout.unanswered(),
            turnout.counted(),
            programs));
  }

  private Stream<Follower> everybody() {
    return Stream.concat(people.stream(), bots.stream());
  }

  private static long led(List<Follower> followers) {
    return followers.stream().mapToLong(follower -> follower.current().acknowledged()).sum();
  }

  private static long unanswered(Stream<Follower> followers) {
    return followers.mapToLong(follower -> follower.current().unknown()).sum();
  }

  /** What decides whether one more may go; no answer of the service tells it. */
  private static long counted(FragilePostgres postgres, KnownLink link) {
    try (Connection connection = postgres.connect();
        PreparedStatement statement =
            connection.prepareStatement("SELECT people FROM click_counts WHERE url_id = ?")) {
      statement.setLong(1, link.id());
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    } catch (SQLException e) {
      throw new FaultException("The database cannot be reached", e);
    }
  }

  @Override
  public void close() {
    second.stop();
  }
}
