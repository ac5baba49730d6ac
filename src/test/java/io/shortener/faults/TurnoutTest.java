package io.shortener.faults;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Each way in which a limit can be broken is seen. */
class TurnoutTest {
  @Test
  void limitThatIsUsedUpIsKept() {
    assertThat(new Turnout(10, 10, 0, 10, 10).breaches()).isEmpty();
  }

  @Test
  void requestsWithoutAnAnswerMayHaveUsedSomeOfIt() {
    assertThat(new Turnout(10, 10, 2, 10, 10).breaches()).isEmpty();
    assertThat(new Turnout(10, 8, 2, 10, 10).breaches()).isEmpty();
  }

  @Test
  void onePersonTooManyIsSeen() {
    assertThat(new Turnout(10, 11, 0, 11, 11).breaches())
        .containsExactly(
            "11 people were led on, 10 may be", "11 people are recorded, 10 may be led on");
  }

  @Test
  void personWithoutAnEventIsSeen() {
    assertThat(new Turnout(10, 11, 0, 10, 10).breaches())
        .containsExactly(
            "11 people were led on, 10 may be", "10 people are recorded, 11 were led on");
  }

  @Test
  void eventWithoutAPersonIsSeen() {
    assertThat(new Turnout(10, 8, 1, 10, 10).breaches())
        .containsExactly("10 people are recorded, 8 led on and 1 unanswered");
  }

  @Test
  void countThatDiffersFromTheEventsIsSeen() {
    assertThat(new Turnout(10, 10, 0, 10, 11).breaches())
        .containsExactly("11 people are counted, 10 are recorded");
  }

  @Test
  void limitThatIsNotUsedUpIsSeen() {
    assertThat(new Turnout(10, 9, 1, 9, 9).breaches())
        .containsExactly("9 people used up a limit of 10");
  }
}
