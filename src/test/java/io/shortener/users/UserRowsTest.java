package io.shortener.users;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.shortener.http.ApiException;
import io.shortener.users.UserImport.SkippedRow;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UserRowsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
  private static final String EMOJI = "\uD83D\uDE00";

  private final SkippedRows skipped = new SkippedRows();

  @Test
  void columnsMayStandInAnyOrderAmongOthers() throws IOException {
    assertThat(read("x,email,created_at, username ,y\n1,e,2026-01-31 23:59:59,u,2\n"))
        .containsExactly(new UserRow(2, "u", "e", Instant.parse("2026-01-31T23:59:59Z")));
    assertThat(skipped.count()).isZero();
  }

  @Test
  void quotingFollowsRfc4180() throws IOException {
    assertThat(read("username,email\r\n\"a,\"\"b\"\"\",\"e\r\nf\"\r\nc,d"))
        .containsExactly(new UserRow(2, "a,\"b\"", "e\r\nf", NOW), new UserRow(4, "c", "d", NOW));
  }

  @Test
  void byteOrderMarkIsNoPartOfTheHeader() throws IOException {
    assertThat(read("\uFEFFusername,email\nu,e\n")).hasSize(1);
  }

  @Test
  void fieldsAreTrimmed() throws IOException {
    assertThat(read("username,email,created_at\n\u3000u ,\te\u00A0, \n"))
        .containsExactly(new UserRow(2, "u", "e", NOW));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n", "   ", "\r\n", "\"\""})
  void blankLineIsIgnored(String line) throws IOException {
    assertThat(read("username,email\n" + line + "\nu,e")).hasSize(1);
    assertThat(skipped.count()).isZero();
  }

  @Test
  void fieldsBeyondTheHeaderAreIgnored() throws IOException {
    assertThat(read("username,email\nu,e,more,and more")).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource({
    "'username,email','u',missing email",
    "'username,email','u,',missing email",
    "'username,email',',e',missing username",
    "'username,email','\u00a0,e',missing username",
    "'username,email',',',missing username",
    "'email','e',missing username",
    "'username','u',missing email",
    "'Username,email','u,e',missing username",
    "'a,b','u,e',missing username"
  })
  void rowWithoutNameOrAddressIsSkipped(String header, String row, String reason)
      throws IOException {
    assertThat(read(header + "\n" + row)).isEmpty();
    assertThat(skipped.first()).containsExactly(new SkippedRow(2, reason));
  }

  @Test
  void lengthsAreLimitedInCodePoints() throws IOException {
    String name = EMOJI.repeat(100);
    String address = EMOJI.repeat(255);

    assertThat(
            read("username,email\n%s,%s\n%sx,e\nu,%sx\n".formatted(name, address, name, address)))
        .containsExactly(new UserRow(2, name, address, NOW));
    assertThat(skipped.first())
        .containsExactly(
            new SkippedRow(3, "username is longer than 100 characters"),
            new SkippedRow(4, "email is longer than 255 characters"));
  }

  @Test
  void textWithZeroIsSkipped() throws IOException {
    assertThat(read("username,email\nu\0v,e\nu,e\0f\nw,e")).hasSize(1);
    assertThat(skipped.first())
        .containsExactly(
            new SkippedRow(2, "username has a character that no text can have"),
            new SkippedRow(3, "email has a character that no text can have"));
  }

  @ParameterizedTest
  @CsvSource({
    "2026-01-31 23:59:59,2026-01-31T23:59:59Z",
    "2026-01-31T00:00:00,2026-01-31T00:00:00Z",
    "2024-02-29 00:00:00,2024-02-29T00:00:00Z",
    "1969-12-31 23:59:59,1969-12-31T23:59:59Z"
  })
  void timeIsUtc(String time, Instant instant) throws IOException {
    assertThat(read("username,email,created_at\nu,e," + time))
        .containsExactly(new UserRow(2, "u", "e", instant));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "now",
        "2026-01-31",
        "2026-02-29 00:00:00",
        "2026-01-31 24:00:00",
        "2026-13-01 00:00:00",
        "2026-01-31 23:59",
        "2026-01-31 23:59:60",
        "2026-01-31T23:59:59Z",
        "2026-01-31 23:59:59.5",
        "2026-1-31 23:59:59",
        "31.01.2026 23:59:59",
        "2026-01-31T 23:59:59",
        "2026-01-3123:59:59",
        "2026-01-31t23:59:59"
      })
  void malformedTimeSkipsTheRow(String time) throws IOException {
    assertThat(read("username,email,created_at\nu,e," + time + "\nv,e,")).hasSize(1);
    assertThat(skipped.first())
        .containsExactly(new SkippedRow(2, "created_at is not of the form YYYY-MM-DD HH:MM:SS"));
  }

  @Test
  void skippedRowIsNamedByTheLineWhereItBegins() throws IOException {
    read("username,email\n\n\"a\nb\",e\n,e\n");

    assertThat(skipped.first()).containsExactly(new SkippedRow(5, "missing username"));
  }

  @Test
  void onlyTheFirstThousandSkippedRowsAreNamed() {
    IntStream.rangeClosed(1, 1_002).forEach(line -> skipped.add(line, "why"));

    assertThat(skipped.count()).isEqualTo(1_002);
    assertThat(skipped.first()).hasSize(1_000);
    assertThat(skipped.first().get(999)).isEqualTo(new SkippedRow(1_000, "why"));
  }

  @ParameterizedTest
  @CsvSource({
    "'',The file has no header line",
    "'username,email\nu,e\n\"open,e\nf',The file is not CSV as RFC 4180 describes it after line 2"
  })
  void fileThatIsNoCsvIsRefused(String file, String error) {
    assertRefused(file.getBytes(UTF_8), error);
  }

  @Test
  void fieldThatNeverEndsIsRefused() {
    assertRefused(
        ("username,email\n" + "u".repeat((1 << 20) + 1) + ",e\n").getBytes(UTF_8),
        "The file is not CSV as RFC 4180 describes it after line 1");
  }

  @ParameterizedTest
  @CsvSource({"0", "20000"})
  void fileThatIsNotUtf8IsRefused(int rowsBefore) {
    byte[] file = ("username,email\n" + "u,e\n".repeat(rowsBefore) + "u?,e\n").getBytes(UTF_8);
    file[file.length - 4] = (byte) 0xFF;

    assertRefused(file, "The file is not UTF-8");
  }

  private void assertRefused(byte[] file, String error) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOfSatisfying(
            ApiException.class,
            refusal -> {
              assertThat(refusal.body().error()).isEqualTo(error);
              assertThat(refusal.getResponse().getStatus()).isEqualTo(400);
            });
  }

  private List<UserRow> read(String file) throws IOException {
    return read(file.getBytes(UTF_8));
  }

  private List<UserRow> read(byte[] file) throws IOException {
    Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    List<UserRow> rows = new ArrayList<>();
    try (UserRows source = new UserRows(new ByteArrayInputStream(file), clock, skipped)) {
      for (Optional<UserRow> row = source.next(); row.isPresent(); row = source.next()) {
        rows.add(row.get());
      }
    }
    return rows;
  }
}
