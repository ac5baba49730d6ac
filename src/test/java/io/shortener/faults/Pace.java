package io.shortener.faults;

import java.time.Duration;

/**
 * How much of everything a round has.
 *
 * @param connections clients, each with a link of its own
 * @param before traffic before the fault
 * @param outage how long what can come back stays away
 * @param after traffic once everything is back
 * @param cuts how often a commit's answer is cut off
 * @param changes how many changes of links another process has to obey
 * @param deafenings how often it is made to miss some
 * @param limit how many people a link with a limit leads on
 * @param requests how many requests ask for it
 * @param quiet how long the counts have to stand still before they are judged
 * @param timed whether latencies are judged; on a machine that is busy with other things they say
 *     nothing
 */
record Pace(
    int connections,
    Duration before,
    Duration outage,
    Duration after,
    int cuts,
    int changes,
    int deafenings,
    int limit,
    int requests,
    Duration quiet,
    boolean timed) {
  /** As quick as can be, for the build. */
  static Pace brief() {
    return new Pace(
        32,
        Duration.ofSeconds(1),
        Duration.ofSeconds(3),
        Duration.ofSeconds(1),
        5,
        30,
        3,
        200,
        4_000,
        Duration.ofMillis(500),
        false);
  }

  /** What the promise is measured with. */
  static Pace full(int connections, Duration outage, int requests) {
    return new Pace(
        connections,
        Duration.ofSeconds(5),
        outage,
        Duration.ofSeconds(5),
        20,
        1_000,
        50,
        1_000,
        requests,
        Duration.ofSeconds(2),
        true);
  }
}
