package io.shortener.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.shortener.startup.StartupException;
import io.shortener.testing.ChildProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Data that leave an instance and come into another. */
class TransferTest {
  /** What CSV, arrays, JSON and Unicode can do to a row. */
  private static final String[] AWKWARD = {
    "SELECT make_event_months('2026-01-01Z', '2026-03-31Z')",
    "INSERT INTO users (id, username, email, created_at) VALUES"
        + " (900, 'a \"quoted\", name', E'line\\nbreak\\r\\nand\\rreturn@x', '0001-01-01 00:00:00Z'),"
        + " (901, ' spaces ', 'NULL', '9999-12-31 23:59:59Z'),"
        + " (902, '\\.', '=1+1', '2026-03-29 02:30:00Z')",
    "INSERT INTO urls (id, user_id, short_code, original_url, title, is_active, created_at,"
        + " updated_at, valid_from, expires_at, max_clicks, redirect_status, forward_query, tags)"
        + " VALUES (5000, 900, '-_-', 'https://example.com/?a=1,2&b=\"x\"', '', FALSE,"
        + " '2026-01-01Z', '2026-01-02Z', '2026-01-03Z', '2026-01-04Z', 9223372036854775807, 308, TRUE,"
        + " ARRAY['a,b', 'c \"d\"', '', E'new\\nline', '{}', 'NULL', '東京']),"
        + " (5001, NULL, 'Abc', 'HTTP://example.com', E' \\n\\t🎉', TRUE, '2026-01-01Z',"
        + " '2026-01-02Z', NULL, NULL, NULL, 301, FALSE, '{}'),"
        + " (5002, NULL, 'gone1', 'http://example.com', 'x', TRUE, '2026-01-01Z',"
        + " '2026-01-02Z', NULL, NULL, NULL, 302, FALSE, '{}')",
    "INSERT INTO urls (id, domain, short_code, original_url, created_at, updated_at) VALUES"
        + " (5003, 'go.example', 'Abc', 'http://a', '2026-01-01Z', '2026-01-02Z'),"
        + " (5004, 'to.example', 'Abc', 'http://b', '2026-01-01Z', '2026-01-02Z'),"
        + " (5005, 'go.example', 'gone1', 'http://a', '2026-01-01Z', '2026-01-02Z')",
    "DELETE FROM urls WHERE id IN (5002, 5005)",
    "INSERT INTO retired_codes (short_code, retired_at, domain) VALUES"
        + " ('Zz', '2026-01-01Z', 'xn--bcher-kva.example')",
    "INSERT INTO retired_codes (short_code, retired_at) VALUES ('Zz', '2026-01-01Z'),"
        + " ('zz', '2026-01-01Z'), ('_', '2026-01-01Z')",
    "INSERT INTO events (id, url_id, user_id, event_type, timestamp, details) VALUES"
        + " (9000, NULL, NULL, 'deleted', '2026-01-01Z', '{\"reason\": \"user left\"}'),"
        + " (9001, 5000, NULL, 'click', '2026-01-01Z', '{}'),"
        + " (9002, NULL, 900, E'a,\"b\"\\n', '2026-01-01Z',"
        + " '{\"n\": 1e400, \"m\": 0.10, \"s\": \"\\u2028\\\\\\\"\", \"a\": [[], {\"x\": null}]}'),"
        + " (9004, 5000, NULL, 'click', '2026-01-01Z',"
        + " '{\"short_code\": \"-_-\", \"original_url\": \"posted by a client\"}')",
    "INSERT INTO clicks (id, url_id, user_id, short_code, original_url, timestamp, kind, referrer,"
        + " browser, os, device, language, country) VALUES"
        + " (9003, 5000, 900, '-_-', 'https://example.com/?a=1,2&b=\"x\"', '2026-01-05Z', 'bot',"
        + " 'a.example', 'Fire\"fox', 'Linux', 'desktop', 'de', 'DE'),"
        + " (9005, 5000, 900, '-_-', 'https://example.com/', '2026-01-05Z', 'human', NULL,"
        + " NULL, NULL, NULL, NULL, NULL)",
    "UPDATE click_counts SET clicks = 9000000000, people = 8000000000 WHERE url_id = 5000"
  };

  @TempDir private Path directory;

  private final Instance instance = Instance.empty();

  @Test
  void exportComesBackByteForByte() throws SQLException, IOException {
    Instance other = Instance.withFixtures();
    other.run(AWKWARD);
    Map<String, String> before = other.exportTo(directory.resolve("before"));

    instance.importFrom(directory.resolve("before"));

    assertThat(instance.exportTo(directory.resolve("after"))).isEqualTo(before);
    assertThat(other.exportTo(directory.resolve("again"))).isEqualTo(before);
    assertThat(instance.said()).noneMatch(line -> line.contains(", line "));
  }

  @Test
  void sequenceDoesNotMoveBeforeWhoFollowsSeesThatSomebodyWrites() throws Exception {
    instance.importFrom(Path.of("fixtures"));
    Files.writeString(directory.resolve("users.csv"), "id,username,email,created_at\n");
    Files.writeString(
        directory.resolve("urls.csv"),
        "id,user_id,short_code,original_url,title,is_active,created_at,updated_at\n");
    Files.writeString(
        directory.resolve("events.csv"),
        "id,url_id,user_id,event_type,timestamp,details\n9000,,,x,2026-01-01 00:00:00,{}\n");
    try (Connection other = instance.address().connect("test", Duration.ZERO);
        Statement statement = other.createStatement()) {
      other.setAutoCommit(false);
      statement.execute("LOCK TABLE events IN SHARE MODE");
      CompletableFuture<List<FileOutcome>> importing =
          CompletableFuture.supplyAsync(() -> importQuietly(directory));
      await().until(() -> instance.number("SELECT count(*) FROM pg_locks WHERE NOT granted") > 0);

      assertThat(instance.number("SELECT last_value FROM events_id_seq")).isEqualTo(3_422);
      other.rollback();
      importing.get();
    }
    assertThat(instance.number("SELECT last_value FROM events_id_seq")).isEqualTo(9_000);
  }

  private List<FileOutcome> importQuietly(Path files) {
    try {
      return instance.importFrom(files);
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void importIsRecordedAsOne() throws SQLException, IOException {
    instance.importFrom(Path.of("fixtures"));

    assertThat(instance.text("SELECT DISTINCT changed_by FROM changes"))
        .isEqualTo("{\"command\": \"import\"}");
    assertThat(instance.number("SELECT count(*) FROM changes")).isEqualTo(2_400);
  }

  @Test
  void exportBeginsWithTheColumnsOfTheContract() throws SQLException, IOException {
    Map<String, String> files = Instance.withFixtures().exportTo(directory.resolve("out"));

    for (String file : List.of("users.csv", "urls.csv", "events.csv")) {
      String header = Files.readAllLines(Path.of("fixtures", file)).get(0);
      assertThat(files.get(file)).startsWith(header);
    }
    assertThat(files.get("users.csv")).isEqualTo(Files.readString(Path.of("fixtures/users.csv")));
  }

  @Test
  void linksAreRankedByTheirCounts() throws SQLException, IOException {
    Instance other = Instance.empty();
    other.run(AWKWARD);
    other.exportTo(directory.resolve("out"));

    instance.importFrom(directory.resolve("out"));

    assertThat(instance.number("SELECT clicks FROM click_ranks WHERE url_id = 5000"))
        .isEqualTo(9_000_000_000L);
  }

  @Test
  void importedTwiceIsImportedOnce() throws SQLException, IOException {
    instance.importFrom(Path.of("fixtures"));
    Map<String, String> once = instance.exportTo(directory.resolve("once"));

    List<FileOutcome> second = instance.importFrom(Path.of("fixtures"));

    assertThat(second)
        .containsExactly(
            new FileOutcome("users.csv", 400, 400, 0, 0, 0),
            new FileOutcome("urls.csv", 2_000, 2_000, 0, 0, 0),
            new FileOutcome("events.csv", 3_422, 3_422, 0, 0, 0));
    assertThat(instance.exportTo(directory.resolve("twice"))).isEqualTo(once);
  }

  @Test
  void fixturesAreWhatSeedingMakesOfThem() throws SQLException, IOException {
    instance.importFrom(Path.of("fixtures"));

    assertThat(instance.exportTo(directory.resolve("imported")))
        .isEqualTo(Instance.withFixtures().exportTo(directory.resolve("seeded")));
  }

  /** Bytes of the files: in the users, in the links, in the events. */
  @ParameterizedTest
  @ValueSource(longs = {20_000, 150_000, 400_000})
  void importThatBreaksOffIsFinishedByTheNext(long bytes) throws SQLException, IOException {
    Instance other = Instance.withFixtures();
    other.run(AWKWARD);
    Map<String, String> whole = other.exportTo(directory.resolve("whole"));

    assertThatThrownBy(() -> instance.importFrom(directory.resolve("whole"), new BreaksOff(bytes)))
        .isInstanceOf(BrokenOffException.class);
    assertThat(instance.number("SELECT count(*) FROM users")).isPositive();
    assertThat(instance.number("SELECT count(*) FROM all_events")).isLessThan(3_428);
    instance.importFrom(directory.resolve("whole"));

    assertThat(instance.exportTo(directory.resolve("after"))).isEqualTo(whole);
  }

  @Test
  void importThatIsKilledIsFinishedByTheNext() throws SQLException, IOException {
    Map<String, String> whole = Instance.withFixtures().exportTo(directory.resolve("whole"));

    try (Connection lock = instance.address().connect("lock", Duration.ZERO);
        Statement statement = lock.createStatement()) {
      lock.setAutoCommit(false);
      statement.execute("LOCK TABLE events IN EXCLUSIVE MODE");
      try (ChildProcess command = startImport(directory.resolve("whole"))) {
        await().atMost(Duration.ofSeconds(60)).until(this::importWaitsForALock);
        command.kill();
      }
    }
    assertThat(instance.number("SELECT count(*) FROM urls")).isEqualTo(2_000);
    assertThat(instance.number("SELECT count(*) FROM all_events")).isZero();

    try (ChildProcess command = startImport(directory.resolve("whole"))) {
      assertThat(command.exitStatus()).isZero();
      assertThat(command.out())
          .contains("urls.csv: 2,000 rows, 0 came in, 2,000 were there, 0 refused")
          .contains("events.csv: 3,422 rows, 3,422 came in, 0 were there, 0 refused");
    }
    assertThat(instance.exportTo(directory.resolve("after"))).isEqualTo(whole);
  }

  private ChildProcess startImport(Path from) {
    Map<String, String> settings =
        Map.of(
            "DATABASE_URL", instance.address().jdbcUrl(),
            "DATABASE_USER", instance.address().user());
    return ChildProcess.run(directory, settings, "import", from.toString());
  }

  private boolean importWaitsForALock() {
    return instance.number(
            """
            SELECT count(*)
            FROM pg_stat_activity
            WHERE datname = current_database()
            AND application_name = 'shortener import' AND wait_event_type = 'Lock'
            """)
        == 1;
  }

  @Test
  void idsGoOnBehindThoseOfTheFiles() throws SQLException, IOException {
    instance.importFrom(Path.of("fixtures"));

    assertThat(instance.number("SELECT nextval('users_id_seq')")).isEqualTo(401);
    assertThat(instance.number("SELECT nextval('urls_id_seq')")).isEqualTo(2_001);
    assertThat(instance.number("SELECT nextval('events_id_seq')")).isEqualTo(3_423);
  }

  @Test
  void exportLeavesOtherFilesAlone() throws IOException {
    Files.writeString(directory.resolve("mine.txt"), "");

    assertThatThrownBy(() -> instance.exportTo(directory))
        .isInstanceOf(StartupException.class)
        .hasMessageContaining("has other files (mine.txt)");
  }

  @Test
  void whatAKilledExportLeftIsNoHindrance() throws SQLException, IOException {
    Files.writeString(directory.resolve("users.csv.part"), "id,user");

    assertThat(instance.exportTo(directory).get("users.csv"))
        .isEqualTo("id,username,email,created_at\n");
    assertThat(directory.resolve("users.csv.part")).doesNotExist();
  }

  /** As a kill, but at a known place. */
  private static final class BreaksOff implements Progress {
    private final long limit;
    private long before;
    private long total;

    BreaksOff(long limit) {
      this.limit = limit;
    }

    @Override
    public void begin(String name, long size) {
      before += total;
      total = size;
    }

    @Override
    public void reach(long done) {
      if (before + done > limit) {
        throw new BrokenOffException();
      }
    }

    @Override
    public void end() {
      // It goes on with the next file.
    }

    @Override
    public void say(String line) {
      // Nobody listens.
    }
  }

  private static final class BrokenOffException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
