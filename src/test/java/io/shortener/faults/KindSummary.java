package io.shortener.faults;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** All rounds of a kind in one line, and one more for each finding. */
record KindSummary(
    String kind,
    int rounds,
    long broken,
    long acknowledged,
    long lost,
    long doubled,
    long refused,
    double slowestRecovery,
    List<String> findings) {
  private static final String FORM = "%-11s %6s %6s %12s %5s %7s %7s %16s";

  /** One for each kind, in the order in which they were run. */
  static List<KindSummary> of(List<RoundReport> reports) {
    Map<String, List<RoundReport>> byKind =
        reports.stream()
            .collect(
                Collectors.groupingBy(RoundReport::kind, LinkedHashMap::new, Collectors.toList()));
    return byKind.entrySet().stream().map(kind -> ofKind(kind.getKey(), kind.getValue())).toList();
  }

  private static KindSummary ofKind(String kind, List<RoundReport> reports) {
    return new KindSummary(
        kind,
        reports.size(),
        reports.stream().filter(report -> !report.isKept()).count(),
        reports.stream().mapToLong(report -> report.counts().acknowledged()).sum(),
        reports.stream().mapToLong(report -> report.counts().lost()).sum(),
        reports.stream().mapToLong(report -> report.counts().doubled()).sum(),
        reports.stream()
            .flatMap(report -> report.refused().values().stream())
            .mapToLong(Long::longValue)
            .sum(),
        reports.stream()
            .mapToDouble(RoundReport::recovery)
            .filter(seconds -> !Double.isNaN(seconds))
            .max()
            .orElse(Double.NaN),
        reports.stream().flatMap(report -> report.findings().stream()).toList());
  }

  static String header() {
    return String.format(
        FORM,
        "kind",
        "rounds",
        "broken",
        "acknowledged",
        "lost",
        "doubled",
        "refused",
        "slowest recovery");
  }

  @Override
  public String toString() {
    String line =
        String.format(
            FORM,
            kind,
            rounds,
            broken,
            acknowledged,
            lost,
            doubled,
            refused,
            Double.isNaN(slowestRecovery)
                ? "-"
                : String.format(Locale.ROOT, "%.2f", slowestRecovery));
    StringBuilder text = new StringBuilder(line);
    findings.forEach(finding -> text.append("\n    ").append(finding));
    return text.toString();
  }
}
