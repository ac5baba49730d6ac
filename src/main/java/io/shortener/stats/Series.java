package io.shortener.stats;

import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Adds up visits by the steps of a time, and all of them. For one thread, and one answer. */
final class Series {
  /** Where steps begin, and the end. */
  private final List<Integer> borders;

  private final Set<Integer> cut = new HashSet<>();

  /** The first are of before, the last of after. */
  private final Visits[] steps;

  Series(TimeRange range) {
    this.borders = range.borders();
    borders.stream()
        .filter(border -> border % Quarters.OF_A_DAY != 0)
        .forEach(border -> cut.add(border / Quarters.OF_A_DAY * Quarters.OF_A_DAY));
    this.steps = new Visits[borders.size() + 1];
    Arrays.fill(steps, Visits.NONE);
  }

  /** The first quarters of those days of UTC that lie in more than one step. */
  List<Integer> cut() {
    return List.copyOf(cut);
  }

  /** Adds what the rollups have; days that lie in several steps are told by quarter as well. */
  void add(VisitSums sums) {
    sums.forEach(
        (start, visits) -> {
          if (!sums.byDay() || !cut.contains(start)) {
            add(start, visits);
          }
        });
  }

  /** Adds visits of a quarter. */
  void add(int quarter, Visits visits) {
    int place = Collections.binarySearch(borders, quarter);
    int step = place < 0 ? -place - 1 : place + 1;
    steps[step] = steps[step].plus(visits);
  }

  /** The quarters in which the steps begin. */
  List<Integer> starts() {
    return borders.subList(0, borders.size() - 1);
  }

  /** The visits of a step, from 0. */
  Visits ofStep(int step) {
    return steps[step + 1];
  }

  /** The visits of all time. */
  Visits lifetime() {
    return Arrays.stream(steps).reduce(Visits.NONE, Visits::plus);
  }
}
