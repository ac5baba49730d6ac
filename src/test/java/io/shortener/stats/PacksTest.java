package io.shortener.stats;

import static io.shortener.stats.RollupTables.click;
import static io.shortener.stats.RollupTables.twice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** When rollups are packed and summed up, and that nothing is told otherwise for that. */
class PacksTest {
  private static final RollupTables TABLES = new RollupTables();

  private final Rollups rollups = TABLES.rollups("2026-03-03T12:05:00Z");

  @BeforeEach
  void clear() {
    TABLES.clear();
  }

  @Test
  void hourWithManyProfilesIsPackedWhenItIsOver() {
    TABLES.addClicksOfManyProfiles("2026-03-03 11:10Z", 150);
    Rollups meanwhile = TABLES.rollups("2026-03-03T12:01:00Z");
    meanwhile.update();
    meanwhile.update();
    Stats.Top before = TABLES.top();
    assertThat(TABLES.number("SELECT count(*) FROM visit_packs")).isZero();

    rollups.update();

    assertThat(TABLES.number("SELECT count(*) FROM visit_packs WHERE span = 4")).isEqualTo(2);
    assertThat(TABLES.top()).isEqualTo(before);
    assertThat(TABLES.number("SELECT count(*) FROM visit_counts")).isZero();
    assertThat(TABLES.clicks()).isEqualTo(150);

    TABLES.execute(click("2026-03-03 11:20Z"));
    twice(rollups);

    assertThat(TABLES.clicks()).isEqualTo(151);
  }

  @Test
  void hoursOfADayThatIsOverBecomeOnePack() {
    TABLES.addClicksOfManyProfiles("2026-03-03 09:10Z", 150);
    TABLES.addClicksOfManyProfiles("2026-03-03 11:10Z", 150);
    TABLES.execute(click("2026-03-03 11:20Z"));
    twice(rollups);
    Stats.Top before = TABLES.top();

    Rollups nextDay = TABLES.rollups("2026-03-04T00:05:00Z");
    nextDay.update();

    assertThat(TABLES.number("SELECT count(*) FROM visit_packs WHERE span = 4")).isZero();
    assertThat(TABLES.number("SELECT count(*) FROM visit_packs WHERE span = 96")).isEqualTo(2);
    assertThat(TABLES.number("SELECT count(*) FROM visit_counts")).isZero();
    assertThat(TABLES.clicks()).isEqualTo(301);
    assertThat(TABLES.top()).isEqualTo(before);
    assertThat(before.browsers()).hasSize(10);
  }

  @Test
  void clicksThatComeLateJoinThePackOfTheirDay() {
    TABLES.addClicksOfManyProfiles("2026-03-01 11:10Z", 20);
    twice(rollups);
    assertThat(TABLES.number("SELECT count(*) FROM visit_packs WHERE span = 96")).isEqualTo(2);

    TABLES.execute(click("2026-03-01 11:10Z"));
    twice(rollups);
    assertThat(TABLES.clicks()).isEqualTo(21);
    TABLES.addClicksOfManyProfiles("2026-03-01 12:10Z", 20);
    twice(rollups);

    assertThat(TABLES.number("SELECT count(*) FROM visit_packs")).isEqualTo(2);
    assertThat(TABLES.number("SELECT count(*) FROM visit_counts")).isZero();
    assertThat(TABLES.clicks()).isEqualTo(41);
  }

  @Test
  void clicksThatComeLateOneByOneJoinThePackOfTheirDayAsWell() {
    TABLES.addClicksOfManyProfiles("2026-03-01 11:10Z", 20);
    twice(rollups);

    for (int hour = 12; hour < 21; hour++) {
      TABLES.execute(click("2026-03-01 %d:10Z".formatted(hour)));
      twice(rollups);
    }

    assertThat(TABLES.number("SELECT count(*) FROM visit_counts")).isZero();
    assertThat(TABLES.number("SELECT count(*) FROM visit_packs")).isEqualTo(2);
    assertThat(TABLES.clicks()).isEqualTo(29);
  }

  @Test
  void dayThatCannotBePackedHoldsNoClickUp() {
    TABLES.addClicksOfManyProfiles("2026-03-01 11:10Z", 20);
    TABLES.execute("ALTER TABLE visit_packs ADD CONSTRAINT no_packs CHECK (FALSE)");
    rollups.update();

    assertThatThrownBy(rollups::update).hasMessageContaining("no_packs");

    assertThat(TABLES.rolledUp()).isEqualTo(20);
    assertThat(TABLES.clicks()).isEqualTo(20);
    TABLES.execute("ALTER TABLE visit_packs DROP CONSTRAINT no_packs");
    rollups.update();
    assertThat(TABLES.number("SELECT count(*) FROM visit_packs WHERE span = 96")).isEqualTo(2);
    assertThat(TABLES.number("SELECT count(*) FROM visit_counts")).isZero();
    assertThat(TABLES.clicks()).isEqualTo(20);
  }

  @Test
  void moreLateDaysThanATransactionTakesArePacked() {
    for (int day = 1; day <= 28; day++) {
      TABLES.addClicksOfManyProfiles("2026-02-%02d 11:10Z".formatted(day), 20);
    }
    twice(rollups);

    assertThat(TABLES.number("SELECT count(*) FROM visit_packs WHERE span = 96")).isEqualTo(56);
    assertThat(TABLES.number("SELECT count(*) FROM late_packs")).isZero();
    assertThat(TABLES.clicks()).isEqualTo(560);
  }

  @Test
  void sumsThatCannotBeMadeAreMadeLater() {
    for (int day = 10; day <= 13; day++) {
      TABLES.addClicksOfManyProfiles("2026-02-%d 11:10Z".formatted(day), 200);
    }
    twice(rollups);
    TABLES.execute("ALTER TABLE block_sums ADD CONSTRAINT no_sums CHECK (FALSE)");
    Rollups later = TABLES.rollups("2026-03-31T12:00:00Z");

    assertThatThrownBy(later::update).hasMessageContaining("no_sums");

    later.update();
    TABLES.execute("ALTER TABLE block_sums DROP CONSTRAINT no_sums");
    TABLES.rollups("2026-03-31T14:00:00Z").update();
    assertThat(TABLES.number("SELECT count(*) FROM block_sums")).isEqualTo(2);
  }

  @Test
  void blockWithManyPacksIsSummedUpAndSummedUpAnewAfterAChange() {
    for (int day = 10; day <= 13; day++) {
      TABLES.addClicksOfManyProfiles("2026-02-%d 11:10Z".formatted(day), 200);
    }
    twice(rollups);
    Stats.Top before = TABLES.top();
    Rollups later = TABLES.rollups("2026-03-31T12:00:00Z");
    later.update();

    assertThat(TABLES.number("SELECT count(*) FROM block_sums")).isEqualTo(2);
    assertThat(TABLES.top()).isEqualTo(before);

    TABLES.addClicksOfManyProfiles("2026-02-14 11:10Z", 40);
    before = TABLES.top();
    assertThat(before.browsers().get(0).clicks()).isEqualTo(42);
    later.update();
    later.update();

    assertThat(TABLES.number("SELECT count(*) FROM visit_packs WHERE is_summed")).isEqualTo(10);
    assertThat(TABLES.number("SELECT count(*) FROM block_sums")).isEqualTo(2);
    assertThat(TABLES.top()).isEqualTo(before);
  }

  @Test
  void dayThatIsCutIsAddedUpFromItsParts() {
    for (int hour = 0; hour < 24; hour++) {
      TABLES.addClicksOfManyProfiles("2026-03-01 %02d:50Z".formatted(hour), 20 + hour);
    }
    List<List<String>> cuts =
        List.of(
            List.of("2026-02-01T00:00:00Z", "2026-03-01T00:45:00Z"),
            List.of("2026-02-01T00:00:00Z", "2026-03-01T01:00:00Z"),
            List.of("2026-02-28T23:00:00Z", "2026-03-01T18:15:00Z"),
            List.of("2026-03-01T02:00:00Z", "2026-03-01T04:00:00Z"),
            List.of("2026-03-01T03:45:00Z", "2026-03-01T04:15:00Z"),
            List.of("2026-03-01T05:30:00Z", "2026-03-01T20:00:00Z"),
            List.of("2026-03-01T07:45:00Z", "2026-03-31T00:00:00Z"),
            List.of("2026-03-01T22:15:00Z", "2026-03-31T00:00:00Z"));
    List<Stats.Top> before = cuts.stream().map(cut -> TABLES.top(cut.get(0), cut.get(1))).toList();
    assertThat(before).doesNotHaveDuplicates();
    twice(rollups);
    assertThat(
            TABLES.number(
                "SELECT count(*) FROM visit_packs WHERE span = 96 AND part_starts <> '{}'"))
        .isEqualTo(2);

    for (int i = 0; i < cuts.size(); i++) {
      assertThat(TABLES.top(cuts.get(i).get(0), cuts.get(i).get(1))).isEqualTo(before.get(i));
    }
  }

  @Test
  void fewRowsOfManyDaysBecomeThePackOfTheirBlock() {
    for (int day = 1; day <= 27; day++) {
      TABLES.addClicksOfManyProfiles("2026-02-%02d 11:10Z".formatted(day), 2);
    }
    twice(TABLES.rollups("2026-02-27T12:00:00Z"));
    assertThat(TABLES.number("SELECT count(*) FROM visit_counts")).isEqualTo(108);

    rollups.update();

    assertThat(TABLES.number("SELECT count(*) FROM visit_packs WHERE span = 3072")).isEqualTo(2);
    assertThat(TABLES.number("SELECT count(*) FROM visit_counts")).isZero();
    assertThat(TABLES.clicks()).isEqualTo(54);

    for (int day = 1; day <= 9; day++) {
      TABLES.execute(click("2026-02-%02d 12:10Z".formatted(day)));
    }
    twice(rollups);

    assertThat(TABLES.number("SELECT count(*) FROM visit_packs")).isEqualTo(2);
    assertThat(TABLES.number("SELECT count(*) FROM visit_counts")).isZero();
    assertThat(TABLES.number("SELECT count(*) FROM late_packs")).isZero();
    assertThat(TABLES.clicks()).isEqualTo(63);
  }

  @Test
  void blocksAreCutWhereverATimeOrAStepBegins() {
    for (int day = 1; day <= 28; day++) {
      TABLES.addClicksOfManyProfiles("2026-02-%02d 18:20Z".formatted(day), day % 2 == 0 ? 20 : 2);
      TABLES.addClicksOfManyProfiles("2026-03-%02d 03:50Z".formatted(day), 1 + day / 2);
    }
    TABLES.execute("UPDATE clicks SET kind = (enum_range(kind))[1 + id % 4] WHERE id % 5 = 0");
    List<TimeRange> ranges = new ArrayList<>();
    for (String zone : List.of("UTC", "Asia/Kolkata", "America/St_Johns")) {
      for (Interval interval : Interval.values()) {
        ranges.add(range("2026-02-10", "2026-03-20", interval, zone));
        ranges.add(range("2026-01-27", "2026-02-28", interval, zone));
        ranges.add(range("2026-02-13", "2026-02-15", interval, zone));
      }
    }
    List<Stats> before = ranges.stream().map(TABLES::stats).toList();
    twice(TABLES.rollups("2026-04-10T12:00:00Z"));
    TABLES.rollups("2026-04-10T14:00:00Z").update();
    assertThat(TABLES.number("SELECT count(*) FROM visit_counts")).isZero();
    assertThat(TABLES.number("SELECT count(*) FROM visit_packs WHERE span = 3072")).isPositive();
    assertThat(TABLES.number("SELECT count(*) FROM block_sums")).isEqualTo(4);

    assertThat(ranges.stream().map(TABLES::stats).toList()).isEqualTo(before);
    assertThat(before).doesNotHaveDuplicates();
  }

  private static TimeRange range(String from, String to, Interval interval, String zone) {
    ZoneId there = ZoneId.of(zone);
    return new TimeRange(
        Quarters.of(LocalDate.parse(from), there),
        Quarters.of(LocalDate.parse(to), there),
        interval,
        there);
  }
}
