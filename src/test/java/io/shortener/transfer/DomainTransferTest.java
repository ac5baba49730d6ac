package io.shortener.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.shortener.urls.DomainsConfigured;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Links of domains that come in, from an export of ours or of another shortener. */
class DomainTransferTest {
  private static final String TIME = "2026-01-01 00:00:00";

  @TempDir private Path directory;

  private final Instance instance = Instance.empty();

  /** A service without domains. */
  static ForeignDomains none() {
    return new ForeignDomains(new Configured(Set.of(), Optional.empty()));
  }

  @Test
  void codeIsTakenInItsDomainAlone() throws SQLException, IOException {
    instance.run("INSERT INTO retired_codes (short_code, domain) VALUES ('gone', 'a.example')");
    writeUrls(
        "1,,one,http://a.example,,True,%1$s,%1$s,",
        "2,,one,http://a.example,,True,%1$s,%1$s,A.example.",
        "3,,one,http://a.example,,True,%1$s,%1$s,a.example",
        "4,,gone,http://a.example,,True,%1$s,%1$s,",
        "5,,gone,http://a.example,,True,%1$s,%1$s,a.example",
        "6,,two,http://a.example,,True,%1$s,%1$s,http://a.example");

    instance.importFrom(directory);

    assertThat(instance.said())
        .contains(
            "urls.csv, line 4: short_code is taken by link 2",
            "urls.csv, line 6: short_code belonged to a deleted link",
            "urls.csv, line 7: domain is not the name of a host");
    assertThat(
            instance.text(
                "SELECT string_agg(domain || '/' || short_code, ' ' ORDER BY id) FROM urls"))
        .isEqualTo("/one a.example/one /gone");
  }

  @Test
  void idWhoseLinkIsAtAnotherDomainIsRefused() throws SQLException, IOException {
    writeUrls("1,,one,http://a.example,,True,%1$s,%1$s,a.example");
    instance.importFrom(directory);
    writeUrls("1,,one,http://a.example,,True,%1$s,%1$s,b.example");

    instance.importFrom(directory);

    assertThat(instance.said()).contains("urls.csv, line 2: another link has this id");
  }

  @Test
  void linksOfAListedDomainKeepIt() throws SQLException, IOException {
    take(
        ForeignShortener.SHLINK,
        """
        createdAt,domain,shortCode,shortUrl,longUrl,title,tags,visits
        2023-05-01T12:00:00+02:00,main.test,sale,https://main.test/sale,https://e.example/1,,,1
        2023-05-01T12:00:00+02:00,go.test,sale,https://go.test/sale,https://e.example/2,,,2
        2023-05-01T12:00:00+02:00,Bücher.test,sale,https://b.test/sale,https://e.example/3,,,3
        2023-05-01T12:00:00+02:00,old.test,sale,https://old.test/sale,https://e.example/4,,,4
        2023-05-01T12:00:00+02:00,old.test,only,https://old.test/only,https://e.example/5,,,5
        """);

    assertThat(
            instance.text(
                """
                SELECT string_agg(concat_ws(' ', domain, short_code, original_url, clicks), ', '
                                  ORDER BY id)
                FROM urls
                JOIN click_counts ON url_id = id
                """))
        .isEqualTo(
            " sale https://e.example/1 1, go.test sale https://e.example/2 2,"
                + " xn--bcher-kva.test sale https://e.example/3 3,  only https://e.example/5 5");
    assertThat(instance.said())
        .containsExactly(
            "links, line 5: the code sale is taken by link 1",
            "links: old.test is not in DOMAINS, so its links have no domain here",
            "links: 5 rows, 4 came in, 0 were there, 1 refused");
  }

  @Test
  void domainIsReadFromTheShortUrlAsWell() throws SQLException, IOException {
    take(
        ForeignShortener.BITLY,
        """
        {"links": [{"created_at": "2024-02-03T04:05:06+0000", "id": "go.test/3xYzAbC",
          "link": "https://go.test/3xYzAbC", "long_url": "https://example.com/",
          "custom_bitlinks": ["https://go.test/home", "https://main.test/home"]}]}
        """);
    take(
        ForeignShortener.KUTT,
        """
        {"data": [{"address": "kutt1", "created_at": "2020-01-02T03:04:05.678Z",
          "domain": "go.test", "link": "https://go.test/kutt1", "target": "https://example.com/"},
          {"address": "kutt1", "created_at": "2020-01-02T03:04:05.678Z", "domain": null,
           "link": "https://main.test/kutt1", "target": "https://example.com/2"}]}
        """);

    assertThat(
            instance.text(
                "SELECT string_agg(domain || '/' || short_code, ' ' ORDER BY id) FROM urls"))
        .isEqualTo("go.test/3xYzAbC go.test/home /home go.test/kutt1 /kutt1");
  }

  private void writeUrls(String... rows) throws IOException {
    Files.writeString(directory.resolve("users.csv"), "id,username,email,created_at\n");
    Files.writeString(
        directory.resolve("events.csv"), "id,url_id,user_id,event_type,timestamp,details\n");
    String header =
        "id,user_id,short_code,original_url,title,is_active,created_at,updated_at,domain\n";
    Files.writeString(
        directory.resolve("urls.csv"), header + String.join("\n", rows).formatted(TIME) + "\n");
  }

  private void take(ForeignShortener shortener, String content) throws SQLException, IOException {
    Path file = Files.writeString(directory.resolve("links"), content);
    Configured configured =
        new Configured(Set.of("go.test", "xn--bcher-kva.test"), Optional.of("https://main.test"));
    try (Connection connection = instance.address().connect("test", Duration.ZERO)) {
      Progress progress = new Instance.Heard(instance.said());
      new ForeignImport(connection, progress, new ForeignDomains(configured)).run(file, shortener);
    }
  }

  private record Configured(Set<String> domains, Optional<String> publicUrl)
      implements DomainsConfigured {}
}
