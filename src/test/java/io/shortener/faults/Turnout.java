package io.shortener.faults;

import java.util.ArrayList;
import java.util.List;

/**
 * What became of the people who followed a link with a limit; many more came than it leads on.
 *
 * @param limit how many people it may lead on
 * @param led who received a redirect
 * @param unanswered whose request got no answer: the limit may have been used for them or not
 * @param recorded click events of people
 * @param counted people as the service counts them against the limit
 */
record Turnout(long limit, long led, long unanswered, long recorded, long counted) {
  /** What the limit promises and is not so; empty when all is. */
  List<String> breaches() {
    List<String> breaches = new ArrayList<>();
    if (led > limit) {
      breaches.add(led + " people were led on, " + limit + " may be");
    }
    if (recorded > limit) {
      breaches.add(recorded + " people are recorded, " + limit + " may be led on");
    }
    if (recorded < led) {
      breaches.add(recorded + " people are recorded, " + led + " were led on");
    }
    if (recorded > led + unanswered) {
      breaches.add(
          recorded + " people are recorded, " + led + " led on and " + unanswered + " unanswered");
    }
    if (counted != recorded) {
      breaches.add(counted + " people are counted, " + recorded + " are recorded");
    }
    if (recorded < limit) {
      breaches.add(recorded + " people used up a limit of " + limit);
    }
    return breaches;
  }
}
