package io.shortener.faults;

import ch.qos.logback.classic.Level;
import io.shortener.testing.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Long rounds against the built jar, for {@code load/faults}: prints a line for each round and each
 * kind, and exits 1 when the promise was broken.
 */
public final class FaultRounds {
  /** The log of a server that has little room. */
  private static final String[] SMALL_WAL = {"max_wal_size=96MB", "min_wal_size=32MB"};

  private final Path jar;
  private final Path directory;
  private final Pace pace;

  private FaultRounds(Path jar, Path directory, Pace pace) {
    this.jar = jar;
    this.directory = directory;
    this.pace = pace;
  }

  /**
   * Runs rounds.
   *
   * @param arguments the jar, a directory for everything that is left behind, the number of
   *     connections, the seconds of an outage, the number of requests for a link with a limit, and
   *     then what to run: a kind, a colon, a number of rounds
   */
  public static void main(String[] arguments) throws IOException {
    quieten();
    Path directory = Files.createDirectories(Path.of(arguments[1]));
    Pace pace =
        Pace.full(
            Integer.parseInt(arguments[2]),
            Duration.ofSeconds(Integer.parseInt(arguments[3])),
            Integer.parseInt(arguments[4]));
    Map<Kind, Integer> wanted = new LinkedHashMap<>();
    for (String argument : List.of(arguments).subList(5, arguments.length)) {
      String[] kindAndRounds = argument.split(":", 2);
      wanted.merge(
          Kind.of(kindAndRounds[0]).orElseThrow(),
          Integer.parseInt(kindAndRounds[1]),
          Integer::sum);
    }
    boolean kept = new FaultRounds(Path.of(arguments[0]), directory, pace).run(wanted);
    System.exit(kept ? 0 : 1);
  }

  private boolean run(Map<Kind, Integer> wanted) throws IOException {
    System.out.println(RoundReport.header());
    List<RoundReport> reports = new ArrayList<>();
    for (Map.Entry<Kind, Integer> each : wanted.entrySet()) {
      reports.addAll(run(each.getKey(), each.getValue()));
    }
    System.out.println();
    System.out.println(KindSummary.header());
    KindSummary.of(reports).forEach(System.out::println);
    return reports.stream().allMatch(RoundReport::isKept);
  }

  /** Each kind begins on an installation of its own. */
  private List<RoundReport> run(Kind kind, int rounds) throws IOException {
    if (kind == Kind.DISKFULL && !SmallDisk.isPossible()) {
      System.out.println(kind.label() + ": skipped, a small disk can be mounted by root alone");
      return List.of();
    }
    List<RoundReport> reports = new ArrayList<>();
    try (Installation installation = install(kind)) {
      for (int number = 1; number <= rounds; number++) {
        RoundReport report = new Judge(installation, pace).hear(kind, number);
        System.out.println(report);
        reports.add(report);
      }
    }
    return reports;
  }

  private Installation install(Kind kind) throws IOException {
    Path home = Files.createDirectories(directory.resolve(kind.label()));
    Path data = home.resolve("postgres");
    Optional<SmallDisk> disk = Optional.empty();
    if (kind == Kind.DISKFULL) {
      disk = Optional.of(new SmallDisk(Files.createDirectories(data)));
      data = data.resolve("data");
    }
    FragilePostgres postgres =
        FragilePostgres.create(
            data, home.resolve("postgres.log"), true, disk.isPresent() ? SMALL_WAL : new String[0]);
    return Installation.of(
        home,
        postgres,
        disk,
        (services, environment) ->
            ChildProcess.runJar(jar, services, environment, "server", "config.yml"));
  }

  /** The table is the output. */
  private static void quieten() {
    if (LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)
        instanceof ch.qos.logback.classic.Logger root) {
      root.setLevel(Level.WARN);
    }
  }
}
