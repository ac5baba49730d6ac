package io.shortener.stats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Adds up what people had in common. For one thread, and one answer. */
final class People {
  private static final int PLACES = 10;

  private static final Comparator<Stats.Share> ORDER =
      Comparator.comparingLong(Stats.Share::clicks).reversed().thenComparing(Stats.Share::name);

  private final StatsDao stats;
  private final Map<Integer, Long> byNumber = new HashMap<>();

  /** What has no number in the database yet. */
  private final Map<Integer, String> unknown = new HashMap<>();

  People(StatsDao stats) {
    this.stats = stats;
  }

  /** Adds what the rollups have. */
  void add(TraitSums sums) {
    sums.forEach((number, people) -> byNumber.merge(number, people, Long::sum));
  }

  /** Adds visits that the rollups do not have. */
  void add(List<StatsDao.RecentVisits> visits) {
    Map<Had, Long> recent = new LinkedHashMap<>();
    for (StatsDao.RecentVisits some : visits) {
      for (Trait trait : Trait.values()) {
        if (some.isHuman() && !trait.of(some).isEmpty()) {
          recent.merge(new Had(trait, trait.of(some)), some.visits(), Long::sum);
        }
      }
    }
    Map<Had, Integer> numbers = numbers(List.copyOf(recent.keySet()));
    recent.forEach((had, people) -> byNumber.merge(numbers.get(had), people, Long::sum));
  }

  /** The most frequent of each trait, those of most people first. */
  Map<Trait, List<Stats.Share>> top() {
    Map<Trait, List<Map.Entry<Integer, Long>>> first = new EnumMap<>(Trait.class);
    for (Map.Entry<Integer, Long> sum : byNumber.entrySet()) {
      if (sum.getValue() > 0) {
        first.computeIfAbsent(Trait.ofNumber(sum.getKey()), none -> new ArrayList<>()).add(sum);
      }
    }
    first.replaceAll((trait, sums) -> withEnoughFor(PLACES, sums));
    Map<Integer, String> values = new HashMap<>(unknown);
    stats
        .ofNumbers(first.values().stream().flatMap(List::stream).map(Map.Entry::getKey).toList())
        .forEach(known -> values.put(known.number(), known.value()));
    Map<Trait, List<Stats.Share>> top = new EnumMap<>(Trait.class);
    first.forEach(
        (trait, sums) ->
            top.put(
                trait,
                sums.stream()
                    .map(sum -> share(values.get(sum.getKey()), sum.getValue()))
                    .sorted(ORDER)
                    .limit(PLACES)
                    .toList()));
    return top;
  }

  /** Every number stands for something: those who write sums take it from the table. */
  private static Stats.Share share(@Nullable String value, long people) {
    return new Stats.Share(Objects.requireNonNull(value), people);
  }

  /** Who shares the last place is told apart by name, which is not known yet. */
  private static List<Map.Entry<Integer, Long>> withEnoughFor(
      int places, List<Map.Entry<Integer, Long>> sums) {
    if (sums.size() <= places) {
      return sums;
    }
    sums.sort(Map.Entry.<Integer, Long>comparingByValue().reversed());
    long last = sums.get(places - 1).getValue();
    return sums.stream().takeWhile(sum -> sum.getValue() >= last).toList();
  }

  private Map<Had, Integer> numbers(List<Had> recent) {
    Map<Had, Integer> numbers = new HashMap<>();
    stats
        .numbersOf(
            recent.stream().map(had -> had.trait().code()).toList(),
            recent.stream().map(Had::value).toList())
        .forEach(
            known ->
                numbers.put(
                    new Had(Trait.ofNumber(known.number()), known.value()), known.number()));
    for (Had had : recent) {
      if (!numbers.containsKey(had)) {
        int number = had.trait().unknownNumber(unknown.size());
        unknown.put(number, had.value());
        numbers.put(had, number);
      }
    }
    return numbers;
  }

  private record Had(Trait trait, String value) {}
}
