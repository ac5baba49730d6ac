package io.shortener.transfer;

import java.io.PrintStream;
import java.time.Duration;
import java.util.function.LongSupplier;

/** A line every few seconds; for a log. */
final class PlainProgress implements Progress {
  private static final long PERIOD = Duration.ofSeconds(5).toNanos();

  private final PrintStream out;
  private final PrintStream log;
  private final LongSupplier nanoTime;
  private String name = "";
  private long total;
  private long lastSaid;

  /**
   * @param out for what is said for good
   * @param log for how far it is
   */
  PlainProgress(PrintStream out, PrintStream log, LongSupplier nanoTime) {
    this.out = out;
    this.log = log;
    this.nanoTime = nanoTime;
  }

  @Override
  public void begin(String name, long total) {
    this.name = name;
    this.total = total;
    this.lastSaid = nanoTime.getAsLong();
  }

  @Override
  public void reach(long done) {
    long now = nanoTime.getAsLong();
    if (now - lastSaid >= PERIOD) {
      lastSaid = now;
      log.println(name + ": " + done * 100 / Math.max(1, total) + " %");
    }
  }

  @Override
  public void end() {
    // What came of it is said for good.
  }

  @Override
  public void say(String line) {
    out.println(line);
  }
}
