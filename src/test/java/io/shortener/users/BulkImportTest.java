package io.shortener.users;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.RunningService;
import io.shortener.testing.Some;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BulkImportTest {
  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  private final HttpClient http = SERVICE.http();

  @Test
  void rowsBecomeUsersInTheirOrder() {
    String first = Some.name();
    String second = Some.name();

    Answer answer =
        upload(
            "username,email,created_at\n%s,a,2025-06-01 12:00:00\n%s,b,\n"
                .formatted(first, second));

    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.body())
        .isEqualTo(
            "{\"imported\":2,\"created\":2,\"updated\":0,\"skipped\":[],\"skipped_count\":0}");
    List<String> stored = stored("username IN ('%s', '%s')".formatted(first, second));
    assertThat(stored.get(0)).isEqualTo(first + " a 2025-06-01T12:00:00");
    assertThat(stored.get(1)).startsWith(second + " b ").doesNotContain("2025-06-01T12:00:00");
  }

  @Test
  void knownUserGetsTheNewAddressAlone() {
    String name = Some.name();
    upload("username,email,created_at\n%s,old,2025-06-01 12:00:00\n".formatted(name));

    Answer answer =
        upload("username,email,created_at\n%s,new,2026-06-01 12:00:00\n".formatted(name));

    assertCounts(answer, 1, 0, 1, 0);
    assertThat(stored("username = '" + name + "'"))
        .containsExactly(name + " new 2025-06-01T12:00:00");
  }

  @Test
  void lastOfEqualNamesInAFileWins() {
    String name = Some.name();
    String other = Some.name();

    Answer answer =
        upload(
            ("username,email,created_at\n"
                    + "%1$s,first,2025-06-01 12:00:00\n%2$s,x,\n%1$s,second,\n%1$s,third,\n")
                .formatted(name, other));

    assertCounts(answer, 4, 2, 2, 0);
    assertThat(stored("username = '" + name + "'"))
        .containsExactly(name + " third 2025-06-01T12:00:00");
  }

  @Test
  void unusableRowsAreSkippedAndNamed() {
    Answer answer =
        upload(
            "username,email,created_at\n,e\n%s,e\n%s,\nx,e,yesterday\n"
                .formatted(Some.name(), "w"));

    assertCounts(answer, 1, 1, 0, 3);
    assertThat(answer.json().get("skipped").toString())
        .isEqualTo(
            "[{\"line\":2,\"reason\":\"missing username\"},"
                + "{\"line\":4,\"reason\":\"missing email\"},"
                + "{\"line\":5,\"reason\":"
                + "\"created_at is not of the form YYYY-MM-DD HH:MM:SS\"}]");
  }

  @Test
  void onlyAThousandSkippedRowsAreNamed() {
    Answer answer = upload("username,email\n" + ",e\n".repeat(1_001));

    assertCounts(answer, 0, 0, 0, 1_001);
    assertThat(answer.json().get("skipped")).hasSize(1_000);
  }

  @ParameterizedTest
  @ValueSource(strings = {"username,email", "username,email\n", "a\n", "\uFEFFusername,email\r\n"})
  void headerAloneImportsNothing(String file) {
    assertCounts(upload(file), 0, 0, 0, 0);
  }

  @Test
  void textKeepsItsCharacters() {
    String name = Some.name() + " \"ü\\N,\uD83D\uDE00";

    upload("username,email\n\"" + name.replace("\"", "\"\"") + "\",\\.\n");

    assertThat(http.get("/users").json().findValuesAsText("username")).contains(name);
    assertThat(http.get("/users").json().findValuesAsText("email")).contains("\\.");
  }

  @ParameterizedTest
  @CsvSource({"10", "50000"})
  void nothingOfAFileThatIsNotUtf8IsKept(int rows) {
    String name = Some.name();
    String lines =
        IntStream.range(0, rows)
            .mapToObj(i -> name + "_" + i + ",e\n")
            .collect(Collectors.joining());
    byte[] file = ("username,email\n" + lines + "\u00FF,e\n").getBytes(ISO_8859_1);

    Answer answer = http.upload("/users/bulk", file);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("The file is not UTF-8");
    assertThat(stored("username LIKE '" + name + "%'")).isEmpty();
  }

  @Test
  void nothingOfAFileThatIsNotCsvIsKept() {
    String name = Some.name();

    Answer answer = upload("username,email\n%s,e\n\"open,e\n".formatted(name));

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error())
        .isEqualTo("The file is not CSV as RFC 4180 describes it after line 2");
    assertThat(stored("username = '" + name + "'")).isEmpty();
  }

  @Test
  void emptyFileIsRefused() {
    Answer answer = upload("");

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isEqualTo("The file has no header line");
  }

  @Test
  void manyRowsGoThrough() {
    String name = Some.name();
    String lines =
        IntStream.range(0, 30_000)
            .mapToObj(i -> name + "_" + i + ",e" + i + "\n")
            .collect(Collectors.joining());

    assertCounts(upload("username,email\n" + lines), 30_000, 30_000, 0, 0);
    assertCounts(upload("username,email\n" + lines), 30_000, 0, 30_000, 0);
    assertThat(stored("username LIKE '" + name + "%'")).hasSize(30_000);
  }

  private static void assertCounts(
      Answer answer, int imported, int created, int updated, int skipped) {
    assertThat(answer.status()).isEqualTo(201);
    JsonNode outcome = answer.json();
    assertThat(outcome.get("imported").asInt()).isEqualTo(imported);
    assertThat(outcome.get("created").asInt()).isEqualTo(created);
    assertThat(outcome.get("updated").asInt()).isEqualTo(updated);
    assertThat(outcome.get("skipped_count").asInt()).isEqualTo(skipped);
  }

  private Answer upload(String file) {
    return http.upload("/users/bulk", file.getBytes(UTF_8));
  }

  private static List<String> stored(String condition) {
    return SERVICE
        .database()
        .withHandle(
            handle ->
                handle
                    .createQuery(
                        "SELECT username || ' ' || email || ' ' ||"
                            + " to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS')"
                            + " FROM users WHERE "
                            + condition
                            + " ORDER BY id")
                    .mapTo(String.class)
                    .list());
  }
}
