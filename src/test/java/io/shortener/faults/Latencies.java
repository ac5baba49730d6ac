package io.shortener.faults;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/** When requests were sent and how long their answers took. One thread writes; read it after. */
final class Latencies {
  private static final int NANOS_PER_MILLI = 1_000_000;

  private long[] starts = new long[1_024];
  private long[] nanos = new long[1_024];
  private int size;

  void add(long start, long took) {
    if (size == starts.length) {
      starts = Arrays.copyOf(starts, size * 2);
      nanos = Arrays.copyOf(nanos, size * 2);
    }
    starts[size] = start;
    nanos[size] = took;
    size++;
  }

  /** What all requests took that were sent in a span of time. */
  static Summary between(long from, long to, List<Latencies> all) {
    long[] sorted =
        all.stream().flatMapToLong(latencies -> latencies.between(from, to)).sorted().toArray();
    if (sorted.length == 0) {
      return new Summary(0, Double.NaN, Double.NaN, Double.NaN);
    }
    return new Summary(sorted.length, millis(sorted, 0.5), millis(sorted, 0.99), millis(sorted, 1));
  }

  private static double millis(long[] sorted, double share) {
    return (double) sorted[(int) Math.ceil(sorted.length * share) - 1] / NANOS_PER_MILLI;
  }

  private LongStream between(long from, long to) {
    return LongStream.range(0, size)
        .filter(i -> starts[(int) i] - from >= 0 && starts[(int) i] - to < 0)
        .map(i -> nanos[(int) i]);
  }

  /** Milliseconds; not numbers when there was no request. */
  record Summary(int requests, double p50, double p99, double max) {}
}
