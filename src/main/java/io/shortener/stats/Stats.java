package io.shortener.stats;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
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
  static Stats of(TimeRange range, Series visits, Map<Trait, List<Share>> people) {
    List<Integer> starts = visits.starts();
    List<Step> series = new ArrayList<>();
    for (int i = 0; i < starts.size(); i++) {
      series.add(Step.of(Quarters.start(starts.get(i)), range.zone(), visits.ofStep(i)));
    }
    return new Stats(
        Quarters.start(range.from()),
        Quarters.start(range.to()),
        range.zone().getId(),
        range.interval(),
        series.stream().map(Step::visits).reduce(Visits.NONE, Visits::plus),
        visits.lifetime(),
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
    static Top of(Map<Trait, List<Share>> people) {
      return new Top(
          people.getOrDefault(Trait.REFERRER, List.of()),
          people.getOrDefault(Trait.BROWSER, List.of()),
          people.getOrDefault(Trait.OS, List.of()),
          people.getOrDefault(Trait.DEVICE, List.of()),
          people.getOrDefault(Trait.COUNTRY, List.of()));
    }
  }

  /**
   * What people had in common.
   *
   * @param clicks how many clicks of people that were
   */
  record Share(@JsonProperty String name, @JsonProperty long clicks) {}
}
