package io.shortener.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shortener.startup.StartupException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Exports of other shorteners, as they make them. */
class ForeignImportTest {
  private static final String LINK =
      """
      SELECT concat_ws(' | ', short_code, original_url, title, is_active, clicks,
                       to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS'), tags)
      FROM urls
      JOIN click_counts ON url_id = id
      WHERE short_code = '%s'
      """;

  @TempDir private Path directory;

  private final Instance instance = Instance.empty();

  @Test
  void csvOfShlinksWebClient() throws SQLException, IOException {
    take(
        ForeignShortener.SHLINK,
        """
        "createdAt","domain","shortCode","shortUrl","longUrl","title","tags","visits"
        "2023-05-01T12:00:00+02:00","s.test","my-code","https://s.test/my-code",\
        "https://example.com/?a=1,2","A ""title""\","news|mail","1234"
        "2023-05-02T12:00:00+00:00","s.test","a/b","https://s.test/a/b","https://e.example/","","","0"
        """);

    assertThat(instance.text(LINK.formatted("my-code")))
        .isEqualTo(
            "my-code | https://example.com/?a=1,2 | A \"title\" | t | 1234 | 2023-05-01 10:00:00"
                + " | {news,mail}");
    assertThat(instance.said())
        .contains(
            "links, line 3: no link here can have the code a/b",
            "links: 2 rows, 1 came in, 0 were there, 1 refused");
  }

  @Test
  void answerOfShlinksApi() throws SQLException, IOException {
    take(
        ForeignShortener.SHLINK,
        """
        {"shortUrls": {"data": [
          {"shortCode": "abc12", "shortUrl": "https://s.test/abc12",
           "longUrl": "https://example.com/", "dateCreated": "2023-05-01T12:00:00+02:00",
           "visitsSummary": {"total": 7, "nonBots": 5, "bots": 2}, "visitsCount": 7,
           "tags": ["one, two", "three"], "domain": null, "title": null,
           "meta": {"validSince": "2023-06-01T00:00:00+00:00", "validUntil": null,
                    "maxVisits": 100}, "crawlable": false, "forwardQuery": true}
        ], "pagination": {"currentPage": 1, "pagesCount": 2}}}
        {"shortUrls": {"data": [
          {"shortCode": "def34", "longUrl": "https://example.org/", "visitsCount": 0, "tags": [],
           "dateCreated": "2023-05-01T12:00:00+02:00", "title": "second page"}
        ], "pagination": {"currentPage": 2, "pagesCount": 2}}}
        """);

    assertThat(instance.text(LINK.formatted("abc12")))
        .isEqualTo(
            "abc12 | https://example.com/ |  | t | 7 | 2023-05-01 10:00:00"
                + " | {\"one, two\",three}");
    assertThat(instance.text("SELECT max_clicks || ' ' || valid_from FROM urls WHERE id = 1"))
        .startsWith("100 2023-06-01");
    assertThat(instance.number("SELECT count(*) FROM urls")).isEqualTo(2);
  }

  @Test
  void answerOfYourlsApi() throws SQLException, IOException {
    take(
        ForeignShortener.YOURLS,
        """
        {"links": {
          "link_1": {"shorturl": "http://sho.rt/ozh", "url": "http://ozh.org/",
                     "title": "planetOzh", "timestamp": "2009-04-01 10:02:03",
                     "ip": "127.0.0.1", "clicks": "42"},
          "link_2": {"shorturl": "http://sho.rt/1f", "url": "javascript:alert(1)",
                     "title": "", "timestamp": "2009-04-01 10:02:03", "ip": "", "clicks": "0"}},
         "stats": {"total_links": "2", "total_clicks": "42"},
         "statusCode": 200, "message": "success"}
        """);

    assertThat(instance.text(LINK.formatted("ozh")))
        .isEqualTo("ozh | http://ozh.org/ | planetOzh | t | 42 | 2009-04-01 10:02:03 | {}");
    assertThat(instance.said()).contains("links, line 2: URL must start with http:// or https://");
  }

  @Test
  void tableOfYourlsAsCsv() throws SQLException, IOException {
    take(
        ForeignShortener.YOURLS,
        """
        keyword,url,title,timestamp,ip,clicks
        ozh,http://ozh.org/,"planet, Ozh",2009-04-01 10:02:03,127.0.0.1,42
        """);

    assertThat(instance.text(LINK.formatted("ozh")))
        .isEqualTo("ozh | http://ozh.org/ | planet, Ozh | t | 42 | 2009-04-01 10:02:03 | {}");
  }

  @Test
  void answerOfKuttsApi() throws SQLException, IOException {
    take(
        ForeignShortener.KUTT,
        """
        {"limit": 10, "skip": 0, "total": 3, "data": [
          {"address": "kutt1", "banned": false, "created_at": "2020-01-02T03:04:05.678Z",
           "id": "8b2b4d70-0000-4000-8000-000000000000", "link": "https://kutt.test/kutt1",
           "password": false, "target": "https://example.com/", "description": "Mine",
           "updated_at": "2020-01-03T03:04:05.678Z", "visit_count": 9},
          {"address": "kutt2", "banned": true, "created_at": "2020-01-02T03:04:05.000Z",
           "password": false, "target": "https://example.com/2", "description": null,
           "visit_count": 0},
          {"address": "kutt3", "banned": false, "created_at": "2020-01-02T03:04:05.000Z",
           "password": true, "target": "https://example.com/3", "visit_count": 0}]}
        """);

    assertThat(instance.text(LINK.formatted("kutt1")))
        .isEqualTo("kutt1 | https://example.com/ | Mine | t | 9 | 2020-01-02 03:04:05 | {}");
    assertThat(instance.text(LINK.formatted("kutt2"))).contains("| f | 0 |");
    assertThat(instance.said())
        .contains("links, line 3: it asks for a password, which links here do not");
  }

  @Test
  void csvOfBitly() throws SQLException, IOException {
    take(
        ForeignShortener.BITLY,
        """
        Bitlink,Long URL,Title,Created,Tags,Total Clicks
        bit.ly/3xYzAbC,https://example.com/,Home,2024-02-03T04:05:06+0000,"a, b","1,234"
        """);

    assertThat(instance.text(LINK.formatted("3xYzAbC")))
        .isEqualTo(
            "3xYzAbC | https://example.com/ | Home | t | 1234 | 2024-02-03 04:05:06 | {a,b}");
  }

  @Test
  void answerOfBitlysApi() throws SQLException, IOException {
    take(
        ForeignShortener.BITLY,
        """
        {"links": [{"created_at": "2024-02-03T04:05:06+0000", "id": "bit.ly/3xYzAbC",
          "link": "https://bit.ly/3xYzAbC", "custom_bitlinks": ["https://bit.ly/home"],
          "long_url": "https://example.com/", "title": "Home", "archived": false,
          "tags": ["a"], "deeplinks": [], "references": {"group": "https://api-ssl.bitly.com"}}],
         "pagination": {"next": "", "total": 1}}
        """);

    assertThat(instance.text(LINK.formatted("3xYzAbC"))).contains("| Home | t | 0 |");
    assertThat(instance.text(LINK.formatted("home"))).contains("home | https://example.com/ |");
  }

  @Test
  void secondImportChangesNothing() throws SQLException, IOException {
    String csv =
        """
        keyword,url,title,timestamp,ip,clicks
        one,http://a.example/,,2009-04-01 10:02:03,,42
        one,http://b.example/,,2009-04-01 10:02:03,,1
        """;
    take(ForeignShortener.YOURLS, csv);
    instance.run("UPDATE click_counts SET clicks = 43");
    take(ForeignShortener.YOURLS, csv);

    assertThat(instance.said())
        .contains(
            "links, line 3: the code one is taken by link 1",
            "links: 2 rows, 0 came in, 1 were there, 1 refused");
    assertThat(instance.number("SELECT clicks FROM click_counts")).isEqualTo(43);
  }

  @Test
  void codeOfADeletedLinkIsRefused() throws SQLException, IOException {
    instance.run("INSERT INTO retired_codes (short_code) VALUES ('gone')");

    take(
        ForeignShortener.YOURLS,
        "keyword,url,timestamp\ngone,http://a.example/,2009-04-01 10:02:03\n");

    assertThat(instance.said()).contains("links, line 2: the code gone belonged to a deleted link");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        ",http://a.example/,2009-04-01 10:02:03,1     | missing code",
        "users,http://a.example/,2009-04-01 10:02:03,1| no link here can have the code users",
        "a,,2009-04-01 10:02:03,1                     | missing URL",
        "a,http://a.example/,,1                       | missing time of creation",
        "a,http://a.example/,Jan 1,1                  | timestamp is not of the form YYYY-MM-DD HH:MM:SS: Jan 1",
        "a,http://a.example/,2009-04-01 10:02:03,-1   | clicks is not a whole number: -1",
        "a,http://a.example/,2009-04-01 10:02:03,9223372036854775807 | clicks is more than 4611686018427387903"
      })
  void unusableLinkIsNamedWithTheReason(String row, String reason)
      throws SQLException, IOException {
    take(
        ForeignShortener.YOURLS,
        "keyword,url,timestamp,clicks\n" + row + "\nb,http://b.example/,2009-04-01 10:02:03,1\n");

    assertThat(instance.said()).contains("links, line 2: " + reason);
    assertThat(instance.number("SELECT count(*) FROM urls")).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource
  void brokenJsonIsASentence(ForeignShortener shortener) {
    assertThatThrownBy(() -> take(shortener, "{\"data\": ["))
        .isInstanceOf(StartupException.class)
        .hasMessage("The file is not JSON after entry 0.");
  }

  private void take(ForeignShortener shortener, String content) throws SQLException, IOException {
    Path file = Files.writeString(directory.resolve("links"), content);
    try (Connection connection = instance.address().connect("test", Duration.ZERO)) {
      new ForeignImport(connection, new Instance.Heard(instance.said()), DomainTransferTest.none())
          .run(file, shortener);
    }
  }
}
