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
      return new Summary(0, Double.NaN, Double.NaN);
    }
    int p99 = (int) Math.ceil(sorted.length * 0.99) - 1;
    return new Summary(
        sorted.length,
        (double) sorted[p99] / NANOS_PER_MILLI,
        (double) sorted[sorted.length - 1] / NANOS_PER_MILLI);
  }

  private LongStream between(long from, long to) {
    return LongStream.range(0, size)
        .filter(i -> starts[(int) i] - from >= 0 && starts[(int) i] - to < 0)
        .map(i -> nanos[(int) i]);
  }

  /** Milliseconds; not numbers when there was no request. */
  record Summary(int requests, double p99, double max) {}
}
