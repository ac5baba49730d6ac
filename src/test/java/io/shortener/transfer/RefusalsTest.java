package io.shortener.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shortener.startup.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Rows that an import does not take: each is named, and the rest goes in. */
class RefusalsTest {
  private static final String USERS = "id,username,email,created_at\n";
  private static final String URLS =
      "id,user_id,short_code,original_url,title,is_active,created_at,updated_at\n";
  private static final String EVENTS = "id,url_id,user_id,event_type,timestamp,details\n";
  private static final String TIME = "2026-01-01 00:00:00";
  private static final String CLICK =
      "\"{\"\"short_code\"\":\"\"aaa111\"\",\"\"original_url\"\":\"\"http://a.example\"\"}\"";

  @TempDir private Path directory;

  private final Instance instance = Instance.empty();

  @Test
  void usernameOfAnEarlierRowIsRefusedAndTheRestComesIn() throws SQLException, IOException {
    List<String> users = new ArrayList<>(Files.readAllLines(Path.of("fixtures/users.csv")));
    for (int id : List.of(328, 349)) {
      users.set(id, users.get(id).replaceFirst(",[^,]*", ",hedy.boole25"));
    }
    Files.write(directory.resolve("users.csv"), users);
    Files.copy(Path.of("fixtures/urls.csv"), directory.resolve("urls.csv"));
    Files.copy(Path.of("fixtures/events.csv"), directory.resolve("events.csv"));

    List<FileOutcome> outcomes = instance.importFrom(directory);

    assertThat(instance.said())
        .contains(
            "users.csv, line 329: username is taken by user 1",
            "users.csv, line 350: username is taken by user 1",
            "users.csv: 400 rows, 398 came in, 0 were there, 2 refused");
    assertThat(outcomes).extracting(FileOutcome::refused).containsExactly(2L, 0L, 0L);
    assertThat(instance.number("SELECT count(*) FROM users")).isEqualTo(398);
    assertThat(instance.number("SELECT count(*) FROM urls")).isEqualTo(2_000);
    assertThat(instance.number("SELECT count(*) FROM all_events")).isEqualTo(3_422);
    assertThat(instance.importFrom(directory)).extracting(FileOutcome::refused).contains(2L, 0L);
    assertThat(instance.number("SELECT count(*) FROM urls WHERE user_id IN (328, 349)")).isZero();
  }

  @Test
  void linksOfARefusedUserDoNotGoToWhoHasTheId() throws SQLException, IOException {
    instance.run("INSERT INTO users VALUES (1, 'somebody else', 'e', now())");
    write("1,name,e," + TIME, "1,1,aaa111,http://a.example,,True," + TIME + "," + TIME, "");

    instance.importFrom(directory);

    assertThat(instance.said())
        .containsSubsequence(
            "users.csv, line 2: another user has this id",
            "urls.csv: 1 rows, 1 came in, 0 were there, 0 refused, 1 without their user");
    assertThat(instance.number("SELECT count(*) FROM urls WHERE user_id IS NULL")).isEqualTo(1);
  }

  @Test
  void eventsOfARefusedLinkComeInWithoutItAndItsClicksDoNot() throws SQLException, IOException {
    write(
        "",
        "1,,aaa111,http://a.example,,True,%1$s,%1$s\n2,,aaa111,http://b.example,,True,%1$s,%1$s"
            .formatted(TIME),
        "1,2,,created,%1$s,{}\n2,2,,click,%1$s,%2$s\n3,1,,click,%1$s,%2$s".formatted(TIME, CLICK));

    instance.importFrom(directory);

    assertThat(instance.said())
        .containsSubsequence(
            "urls.csv, line 3: short_code is taken by link 1",
            "events.csv, line 3: its link 2 is not there",
            "events.csv: 3 rows, 2 came in, 0 were there, 1 refused, 1 without their link");
    assertThat(instance.number("SELECT clicks FROM click_counts WHERE url_id = 1")).isEqualTo(1);
  }

  @Test
  void clicksAreCountedWhereLinksComeWithoutCounts() throws SQLException, IOException {
    String clicks = "1,1,,click,%1$s,%2$s\n2,1,,click,%1$s,{}\n3,1,,created,%1$s,{}\n";
    write(
        "",
        "1,,aaa111,http://a.example,,True,%1$s,%1$s".formatted(TIME),
        clicks.formatted(TIME, CLICK));

    instance.importFrom(directory);
    instance.importFrom(directory);

    assertThat(instance.said()).noneMatch(line -> line.contains(", line "));
    assertThat(instance.number("SELECT clicks FROM click_counts")).isEqualTo(2);
    assertThat(instance.number("SELECT people FROM click_counts")).isEqualTo(2);
    assertThat(instance.number("SELECT count(*) FROM clicks WHERE kind = 'human'")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({"referrer,253,1", "referrer,254,0", "browser,40,1", "browser,41,0", "country,41,0"})
  void clickOfAVisitorThatStatisticsCannotHoldIsAnEvent(String key, int length, int clicks)
      throws SQLException, IOException {
    String visitor = ",\"\"%s\"\":\"\"%s\"\"}\"".formatted(key, "é".repeat(length));
    write(
        "",
        "1,,aaa111,http://a.example,,True,%1$s,%1$s".formatted(TIME),
        "1,1,,click,%s,%s".formatted(TIME, CLICK.replace("}\"", visitor)));

    instance.importFrom(directory);

    assertThat(instance.said()).noneMatch(line -> line.contains(", line "));
    assertThat(instance.number("SELECT count(*) FROM clicks")).isEqualTo(clicks);
    assertThat(instance.number("SELECT count(*) FROM events")).isEqualTo(1 - clicks);
    assertThat(instance.number("SELECT clicks FROM click_counts")).isEqualTo(1);
  }

  @Test
  void userOfAClickIsTheOwnerOfItsLink() throws SQLException, IOException {
    write(
        "1,owner,a@x,%1$s\n2,other,b@x,%1$s".formatted(TIME),
        "1,1,aaa111,http://a.example,,True,%1$s,%1$s".formatted(TIME),
        "1,1,2,click,%1$s,%2$s\n2,1,7,click,%1$s,%2$s\n3,1,2,seen,%1$s,{}".formatted(TIME, CLICK));

    instance.importFrom(directory);

    assertThat(instance.number("SELECT count(*) FROM clicks WHERE user_id = 1")).isEqualTo(2);
    assertThat(instance.number("SELECT user_id FROM events")).isEqualTo(2);
    assertThat(instance.said()).contains("events.csv: 3 rows, 3 came in, 0 were there, 0 refused");
    assertThat(instance.importFrom(directory)).last().extracting(FileOutcome::there).isEqualTo(3L);
  }

  @Test
  void codeOfADeletedLinkStaysRetired() throws SQLException, IOException {
    instance.run("INSERT INTO retired_codes (short_code) VALUES ('aaa111')");
    write("", "1,,aaa111,http://a.example,,True,%1$s,%1$s".formatted(TIME), "");

    instance.importFrom(directory);

    assertThat(instance.said()).contains("urls.csv, line 2: short_code belonged to a deleted link");
  }

  @Test
  void codeOfALinkIsNotRetired() throws SQLException, IOException {
    write("", "1,,aaa111,http://a.example,,True,%1$s,%1$s".formatted(TIME), "");
    Files.writeString(
        directory.resolve("retired_codes.csv"), "short_code,retired_at\naaa111," + TIME + "\n");

    instance.importFrom(directory);

    assertThat(instance.said())
        .contains("retired_codes.csv, line 2: short_code is taken by link 1");
  }

  @Test
  void linkThatIsThereWithOtherValuesKeepsItsEvents() throws SQLException, IOException {
    write("", "1,,aaa111,http://a.example,,True,%1$s,%1$s".formatted(TIME), "");
    instance.importFrom(directory);
    instance.run("UPDATE urls SET title = 'changed since'");
    write(
        "",
        "1,,aaa111,http://a.example,,True,%1$s,%1$s".formatted(TIME),
        "1,1,,created,%s,{}".formatted(TIME));

    instance.importFrom(directory);

    assertThat(instance.said())
        .contains("urls.csv, line 2: the link is there already, with other values");
    assertThat(instance.number("SELECT url_id FROM events")).isEqualTo(1);
    assertThat(instance.text("SELECT title FROM urls")).isEqualTo("changed since");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x,name,e@x,T                | id is not a whole number",
        "0,name,e@x,T                | id is not from 1 to 4611686018427387903",
        "99999999999999999999,n,e,T  | id is not a whole number",
        ",name,e@x,T                 | missing id",
        "1,,e@x,T                    | missing username",
        "1,name,,T                   | missing email",
        "1,name                      | missing email",
        "1,name,e@x,                 | missing created_at",
        "1,name,e@x,yesterday        | created_at is not of the form YYYY-MM-DD HH:MM:SS"
      })
  void unusableUserIsNamedWithTheReason(String row, String reason)
      throws SQLException, IOException {
    write("7,other,e@x," + TIME + "\n" + row.replace("T", TIME), "", "");

    instance.importFrom(directory);

    assertThat(instance.said()).contains("users.csv, line 3: " + reason);
    assertThat(instance.number("SELECT count(*) FROM users")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,,a b,http://a.example,,True,T,T      | short_code is not 1 to 64 of A-Z, a-z, 0-9, _ and -",
        "1,,users,http://a.example,,True,T,T    | short_code is a word that the service routes on",
        "1,,abc,ftp://a.example,,True,T,T       | original_url: URL must start with http:// or https://",
        "1,,abc,http://a.example,,yes,T,T       | is_active is neither True nor False",
        "1,x,abc,http://a.example,,True,T,T     | user_id is not a whole number"
      })
  void unusableLinkIsNamedWithTheReason(String row, String reason)
      throws SQLException, IOException {
    write("", row.replaceAll("\\bT\\b", TIME), "");

    instance.importFrom(directory);

    assertThat(instance.said()).contains("urls.csv, line 2: " + reason);
  }

  @Test
  void countThatLeavesNoRoomForMoreClicksIsRefused() throws SQLException, IOException {
    write("", "1,,abc,http://a.example,,True,%1$s,%1$s,%2$d".formatted(TIME, Long.MAX_VALUE), "");
    Path urls = directory.resolve("urls.csv");
    Files.writeString(urls, Files.readString(urls).replaceFirst("\n", ",click_count\n"));

    instance.importFrom(directory);

    assertThat(instance.said())
        .contains("urls.csv, line 2: click_count is more than 4611686018427387903");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1,,,,T,{}                    | missing event_type",
        "1,,,seen,T,[]                | details is not a JSON object",
        "1,,,seen,T,{                 | details is not a JSON object",
        "1,,,seen,T,{} {}             | details is not a JSON object",
        "1,,,seen,T,'{\"\"a\"\":1e999999}' | the database does not take it",
        "1,,,click,T,{},True          | is_click needs the event_type click and a url_id"
      })
  void unusableEventIsNamedWithTheReason(String row, String reason)
      throws SQLException, IOException {
    String event = row.replaceAll("\\bT\\b", TIME).replace('\'', '"');
    write("", "", "7,,,seen,%s,{}\n".formatted(TIME) + event);
    Path events = directory.resolve("events.csv");
    Files.writeString(events, Files.readString(events).replaceFirst("\n", ",is_click\n"));

    instance.importFrom(directory);

    assertThat(instance.said()).contains("events.csv, line 3: " + reason);
    assertThat(instance.number("SELECT count(*) FROM events")).isEqualTo(1);
  }

  @Test
  void fileWithoutAColumnIsRefusedAsAWhole() throws IOException {
    write("", "", "");
    Files.writeString(directory.resolve("urls.csv"), "id,short_code\n");

    assertThatThrownBy(() -> instance.importFrom(directory))
        .isInstanceOf(StartupException.class)
        .hasMessage("urls.csv has no column user_id.");
  }

  @Test
  void unknownColumnIsNamed() throws SQLException, IOException {
    write("", "", "");
    Files.writeString(directory.resolve("users.csv"), USERS.replace("email", "email,shoe_size"));

    instance.importFrom(directory);

    assertThat(instance.said())
        .contains("users.csv: the column shoe_size is not known and left out");
  }

  private void write(String users, String urls, String events) throws IOException {
    Files.writeString(directory.resolve("users.csv"), USERS + users + "\n");
    Files.writeString(directory.resolve("urls.csv"), URLS + urls + "\n");
    Files.writeString(directory.resolve("events.csv"), EVENTS + events + "\n");
  }
}
