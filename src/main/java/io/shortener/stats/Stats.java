package io.shortener.stats;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The statistics of a link, or of all links.
 *
 * @param totals of the time that was asked for
 * @param lifetime of all time
 * @param series the same time step by step, without gaps
 * @param top what most people had in common in that time
 */
@JsonNaming(SnakeCaseStrategy.class)
record Stats(
    Instant from,
    Instant to,
    String tz,
    Interval interval,
    Visits totals,
    Visits lifetime,
    List<Step> series,
    Top top) {
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss");

  /** Puts together what the database has counted. */
  static Stats of(
      TimeRange range, List<StatsDao.StepVisits> visits, List<StatsDao.TraitPeople> people) {
    Map<Integer, Visits> byStep = new HashMap<>();
    visits.forEach(step -> byStep.put(step.step(), step.visits()));
    List<Integer> starts = range.steps();
    List<Step> series = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      Instant start = Quarters.start(starts.get(i));
      series.add(Step.of(start, range.zone(), byStep.getOrDefault(i + 1, Visits.NONE)));
    }
    return new Stats(
        Quarters.start(range.from()),
        Quarters.start(range.to()),
        range.zone().getId(),
        range.interval(),
        series.stream().map(Step::visits).reduce(Visits.NONE, Visits::plus),
        byStep.values().stream().reduce(Visits.NONE, Visits::plus),
        series,
        Top.of(people));
  }

  /**
   * One step of a series, up to the next one.
   *
   * @param local what the clocks of the time zone said at its start
   */
  record Step(Instant start, String local, @JsonUnwrapped Visits visits) {
    static Step of(Instant start, ZoneId zone, Visits visits) {
      return new Step(start, LOCAL.format(start.atZone(zone)), visits);
    }
  }

  /** The ten that most people had in common, of each; who is not known is in none. */
  @JsonNaming(SnakeCaseStrategy.class)
  record Top(
      List<Share> referrers,
      List<Share> browsers,
      List<Share> operatingSystems,
      List<Share> devices,
      List<Share> countries) {
    static Top of(List<StatsDao.TraitPeople> people) {
      return new Top(
          shares(people, "referrer"),
          shares(people, "browser"),
          shares(people, "os"),
          shares(people, "device"),
          shares(people, "country"));
    }

    private static List<Share> shares(List<StatsDao.TraitPeople> people, String trait) {
      return people.stream()
          .filter(row -> row.trait().equals(trait))
          .map(row -> new Share(row.value(), row.people()))
          .toList();
    }
  }

  /**
   * What people had in common.
   *
   * @param clicks how many clicks of people that were
   */
  record Share(@JsonProperty String name, @JsonProperty long clicks) {}
}
