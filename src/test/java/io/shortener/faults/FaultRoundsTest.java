package io.shortener.faults;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shortener.testing.ChildProcess;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A short round of each kind that needs nothing but the build; {@code load/faults} has long ones.
 */
class FaultRoundsTest {
  @TempDir private static Path directory;

  @SuppressWarnings("NullAway.Init")
  private static Installation installation;

  @BeforeAll
  static void install() {
    FragilePostgres postgres =
        FragilePostgres.create(
            directory.resolve("postgres"), directory.resolve("postgres.log"), false);
    installation =
        Installation.of(
            directory,
            postgres,
            Optional.empty(),
            (services, environment) ->
                ChildProcess.run(services, environment, "server", "config.yml"));
  }

  @AfterAll
  static void remove() {
    installation.close();
  }

  @Test
  void killedServiceLosesAndDoublesNothing() {
    expectKept(Kind.SIGKILL);
  }

  @Test
  void stoppedServiceAnswersWhatItAccepted() {
    expectKept(Kind.SIGTERM);
  }

  @Test
  void knownLinksRedirectWhileTheDatabaseIsDown() {
    expectKept(Kind.PGKILL);
  }

  @Test
  void knownLinksRedirectWhileTheDatabaseHangs() {
    expectKept(Kind.PGFREEZE);
  }

  @Test
  void knownLinksRedirectAfterARestartWithoutTheDatabase() {
    expectKept(Kind.KILLDOWN);
  }

  @Test
  void replayThatIsKilledGoesOnWhereItWas() {
    expectKept(Kind.KILLREPLAY);
  }

  @Test
  void commitWhoseAnswerIsCutOffCountsOnce() {
    expectKept(Kind.COMMITCUT);
  }

  @Test
  void deletionsDisturbNoOtherLink() {
    expectKept(Kind.DELETES);
  }

  @Test
  void hotLinkIsCountedExactlyByTwoProcesses() {
    expectKept(Kind.HOT);
  }

  @Test
  void changeIsObeyedByAnotherProcess() {
    expectKept(Kind.COHERENCE);
  }

  @Test
  void linkLeadsAsManyPeopleOnAsItMayByTwoProcesses() {
    expectKept(Kind.LIMIT);
  }

  @Test
  void requestWhoseAnswerIsLostIsCarriedOutOnce() {
    expectKept(Kind.RETRIES);
  }

  @Test
  void clickThatDisappearsIsReportedAsLost() {
    RoundReport report =
        new Judge(installation, Pace.brief()).hear("theft", 1, FaultRoundsTest::takeAClick);

    assertThat(report.breaches())
        .containsExactly(
            "1 redirects whose clicks are lost", "1 links whose count differs from their events");
    assertThat(report.toString()).contains("BROKEN: 1 redirects whose clicks are lost");
  }

  private static void takeAClick(Round round) {
    JsonNode click = installation.http().get("/events?event_type=click&per_page=1").json().get(0);
    installation.http().delete("/events/" + click.get("id").asLong());
  }

  private static void expectKept(Kind kind) {
    RoundReport report = new Judge(installation, Pace.brief()).hear(kind, 1);

    assertThat(report.isKept()).as("%s%n%s", RoundReport.header(), report).isTrue();
  }
}
