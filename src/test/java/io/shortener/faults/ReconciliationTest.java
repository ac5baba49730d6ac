package io.shortener.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shortener.testing.Json;
import io.shortener.testing.RunningService;
import io.shortener.testing.Some;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Each way in which clicks and redirects can disagree is seen. */
class ReconciliationTest {
  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  private KnownLink link;
  private Tally tally;

  @BeforeEach
  void followThreeTimes() {
    link = KnownLink.of(new Some(SERVICE.http()).userId(), SERVICE.http());
    tally = new Tally(link, Set.of());
    for (int i = 0; i < 3; i++) {
      tally.answered(SERVICE.http().get("/" + link.code()).status(), () -> "");
    }
  }

  @Test
  void whatAgreesAgrees() {
    assertThat(reconcile()).isEqualTo(new Reconciliation(3, 3, 0, 0, 0, 0, 0));
  }

  @Test
  void missingEventIsALostClickAndAWrongCount() {
    SERVICE.http().delete("/events/" + clicks().get(0).get("id").asLong());

    assertThat(reconcile()).isEqualTo(new Reconciliation(3, 2, 1, 0, 0, 1, 0));
  }

  @Test
  void eventTooManyIsADoubledClick() {
    addClick();
    addClick();

    assertThat(reconcile()).isEqualTo(new Reconciliation(3, 5, 0, 0, 2, 1, 1));
  }

  @Test
  void unansweredRequestExplainsOneEvent() {
    tally.unanswered(false);
    addClick();
    addClick();

    assertThat(reconcile()).isEqualTo(new Reconciliation(3, 5, 0, 1, 1, 1, 1));
  }

  @Test
  void unansweredRequestNeedNotHaveLeftAnEvent() {
    tally.unanswered(false);

    assertThat(reconcile()).isEqualTo(new Reconciliation(3, 3, 0, 0, 0, 0, 0));
  }

  @Test
  void countThatDiffersFromTheEventsIsSeen() {
    SERVICE
        .database()
        .useHandle(
            handle ->
                handle.execute(
                    "UPDATE click_counts SET clicks = clicks + 1 WHERE url_id = ?", link.id()));

    assertThat(reconcile()).isEqualTo(new Reconciliation(3, 3, 0, 0, 0, 1, 0));
  }

  @Test
  void statisticsThatDifferFromTheEventsAreSeen() {
    SERVICE
        .database()
        .useHandle(
            handle ->
                handle.execute("INSERT INTO visit_counts VALUES (?, 0, 1, 0, 'human')", link.id()));

    assertThat(reconcile()).isEqualTo(new Reconciliation(3, 3, 0, 0, 0, 0, 1));
  }

  @Test
  void linkThatManyFollowIsComparedAsOne() {
    Tally other = new Tally(link, Set.of());
    other.answered(SERVICE.http().get("/" + link.code()).status(), () -> "");

    assertThat(Reconciliation.of(List.of(tally, other), new Ledger(SERVICE.http())))
        .isEqualTo(new Reconciliation(4, 4, 0, 0, 0, 0, 0));
  }

  private Reconciliation reconcile() {
    return Reconciliation.of(List.of(tally), new Ledger(SERVICE.http()));
  }

  private JsonNode clicks() {
    return SERVICE.http().get("/events?event_type=click&url_id=" + link.id()).json();
  }

  private void addClick() {
    SERVICE.http().post("/events", Json.of("event_type", "click", "url_id", link.id()));
  }
}
