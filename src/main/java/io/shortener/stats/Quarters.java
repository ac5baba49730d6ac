package io.shortener.stats;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/**
 * Times as the rollups count them: in quarters of an hour from 1970. The clocks of every time zone
 * differ from UTC by some number of these.
 */
final class Quarters {
  private static final int SECONDS = 900;

  static final int OF_AN_HOUR = 4;

  /** How many a day of UTC has. */
  static final int OF_A_DAY = 96;

  /** How many a block has: 32 days of UTC. */
  static final int OF_A_BLOCK = 3072;

  private Quarters() {}

  /** The quarter that a time is in. */
  static int of(Instant time) {
    return (int) Math.floorDiv(time.getEpochSecond(), (long) SECONDS);
  }

  /** The quarter in which a day begins. */
  static int of(LocalDate day, ZoneId zone) {
    return of(day.atStartOfDay(zone).toInstant());
  }

  /** The quarter with which the hour of UTC begins that a time is in. */
  static int hour(Instant time) {
    return Math.floorDiv(of(time), OF_AN_HOUR) * OF_AN_HOUR;
  }

  /** The quarter with which the day of UTC begins that a time is in. */
  static int day(Instant time) {
    return Math.floorDiv(of(time), OF_A_DAY) * OF_A_DAY;
  }

  /** The quarter with which the block begins that a time is in. */
  static int block(Instant time) {
    return Math.floorDiv(of(time), OF_A_BLOCK) * OF_A_BLOCK;
  }

  static Instant start(int quarter) {
    return Instant.ofEpochSecond((long) quarter * SECONDS);
  }

  static boolean isStart(Instant time) {
    return start(of(time)).equals(time);
  }
}
