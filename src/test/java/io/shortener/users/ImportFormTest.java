package io.shortener.users;

import static org.assertj.core.api.Assertions.assertThat;

import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.RawHttp;
import io.shortener.testing.RunningService;
import io.shortener.testing.Some;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What is a file of users, and what only looks like one. */
class ImportFormTest {
  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  private final HttpClient http = SERVICE.http();

  @ParameterizedTest
  @CsvSource({
    "application/json,{}",
    "text/csv,'username,email'",
    "application/x-www-form-urlencoded,file=x",
    "application/octet-stream,x",
    "*/*,x"
  })
  void otherContentIsNoFile(String type, String body) {
    assertNoFile(http.send("POST", "/users/bulk", body, "Content-Type", type));
  }

  @Test
  void missingContentTypeIsNoFile() {
    assertNoFile(http.send("POST", "/users/bulk", "username,email"));
    assertNoFile(http.send("POST", "/users/bulk", null));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Disposition: form-data; name=\"other\"; filename=\"f.csv\"",
        "Content-Disposition: form-data; name=\"file\"",
        "Content-Disposition: form-data; name=\"File\"; filename=\"f.csv\"",
        "Content-Type: multipart/mixed\r\n"
            + "Content-Disposition: form-data; name=\"file\"; filename=\"f.csv\""
      })
  void formWithoutTheFileIsNoFile(String head) {
    assertNoFile(
        http.send(
            "POST",
            "/users/bulk",
            "--b\r\n" + head + "\r\n\r\nusername,email\r\n--b--\r\n",
            "Content-Type",
            "multipart/form-data; boundary=b"));
  }

  @ParameterizedTest
  @CsvSource({
    "multipart/form-data; boundary=b,''",
    "multipart/form-data; boundary=b,'--b--'",
    "multipart/form-data; boundary=b,'no form at all'",
    "multipart/form-data; boundary=b,'--b\r\nContent-Disposition: form-data; name=file; filename=f"
        + "\r\n\r\nusername,email\r\n'",
    "multipart/form-data; boundary=b,'--b\r\nContent-Disposition: x;;;\r\n\r\nx\r\n--b--\r\n'",
    "multipart/form-data; boundary=b,'--b\r\n\r\nusername,email\r\n--b--\r\n'",
    "multipart/form-data,'--b--'",
    "multipart/mixed; boundary=b,'--b--'"
  })
  void brokenFormIsRefused(String type, String body) {
    Answer answer = http.send("POST", "/users/bulk", body, "Content-Type", type);

    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.error()).isIn("No file provided", "Bad request");
  }

  @Test
  void partsThatAreNoFileAreNotKept() {
    String name = Some.name();
    String part = "--b\r\nContent-Disposition: form-data; name=\"%s\"%s\r\n\r\n%s\r\n";
    String form =
        part.formatted("x", "", "").repeat(150_000)
            + part.formatted("file", "; filename=\"f\"", "username,email\n" + name + ",e")
            + part.formatted("file", "; filename=\"g\"", "username,email\nx,e\ny,e")
            + "--b--\r\n";

    assertImported(uploadForm(form), 1);
    assertThat(http.get("/users").json().findValuesAsText("username")).containsExactly(name);
  }

  @Test
  void nameThatNoFileCanHaveIsRefused() {
    Answer answer =
        uploadForm(
            "--b\r\nContent-Disposition: form-data; name=file; filename=a\0b\r\n\r\nusername,email"
                + "\r\n--b--\r\n");

    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  void charsetOfAFormIsPassedOver() {
    Answer answer =
        http.send(
            "POST",
            "/users/bulk",
            "--b\r\nContent-Disposition: form-data; name=file; filename=f\r\n\r\nusername,email"
                + "\r\n--b--\r\n",
            "Content-Type",
            "multipart/form-data; boundary=b; charset=zz");

    assertImported(answer, 0);
  }

  @Test
  void boundariesAloneAreNoForm() {
    assertThat(uploadForm("--b\n\n".repeat(150_000)).status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(longs = {(100L << 20) + (1L << 16) + 1, 3_000_000_000L})
  void tooLargeUploadIsRefusedBeforeItIsRead(long length) {
    RawHttp.Answer answer =
        RawHttp.ask(
            http.port(),
            "POST /users/bulk HTTP/1.1",
            "Host: localhost",
            "Connection: close",
            "Content-Type: multipart/form-data; boundary=b",
            "Content-Length: " + length);

    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.body()).isEqualTo("{\"error\":\"Request body too large\",\"status\":413}");
  }

  private static void assertNoFile(Answer answer) {
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo("{\"error\":\"No file provided\",\"status\":400}");
  }

  private static void assertImported(Answer answer, int users) {
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.json().get("imported").asInt()).isEqualTo(users);
  }

  private Answer uploadForm(String form) {
    return http.send(
        "POST", "/users/bulk", form, "Content-Type", "multipart/form-data; boundary=b");
  }
}
