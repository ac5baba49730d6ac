package io.shortener.retries;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.shortener.http.TellsSecret;
import io.shortener.testing.HttpClient;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.RunningService;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every route that takes a POST can be asked again, but for one whose answer has a secret. */
class PostRoutesTest {
  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  private final HttpClient http = SERVICE.http();
  private final String key = UUID.randomUUID().toString();

  @ParameterizedTest
  @EnumSource(PostRoute.class)
  void sameRequestGetsTheSameAnswerAndIsCarriedOutOnce(PostRoute route) {
    String body = route.body();
    Answer first = post(route.path(), body, route.type());
    long rows = PostRoute.rows(SERVICE.database());

    Answer again = post(route.path(), body, route.type());

    assertThat(first.status()).as(first.body()).isBetween(200, 201);
    assertThat(first.header("Idempotency-Replayed")).isEmpty();
    assertThat(again.header("Idempotency-Replayed")).contains("true");
    assertThat(again.status()).isEqualTo(first.status());
    assertThat(again.body()).isEqualTo(first.body());
    for (String header : List.of("Content-Type", "Location", "ETag", "Content-Length")) {
      assertThat(again.header(header)).as(header).isEqualTo(first.header(header));
    }
    assertThat(PostRoute.rows(SERVICE.database())).isEqualTo(rows);
  }

  @ParameterizedTest
  @EnumSource(PostRoute.class)
  void answerIsTheOneThatARequestWithoutAKeyGets(PostRoute route) {
    Answer keyed = post(route.path(), route.body(), route.type());
    Answer plain = http.send("POST", route.path(), route.body(), "Content-Type", route.type());

    assertThat(keyed.status()).isEqualTo(plain.status());
    assertThat(keyed.response().headers().map().keySet())
        .isEqualTo(plain.response().headers().map().keySet());
    assertThat(keyed.header("Content-Type")).isEqualTo(plain.header("Content-Type"));
    assertThat(keyed.json().findValuesAsText("status"))
        .isEqualTo(plain.json().findValuesAsText("status"));
    assertThat(fields(keyed)).isEqualTo(fields(plain));
  }

  /** The test of a route that is new and missing from {@link PostRoute}. */
  @Test
  void everyRouteThatTakesAPostIsTriedHere() {
    Set<String> routes =
        new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages("io.shortener")
                .stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> method.isAnnotatedWith(POST.class))
                .filter(method -> !method.isAnnotatedWith(TellsSecret.class))
                .map(PostRoutesTest::path)
                .collect(Collectors.toSet());

    assertThat(Stream.of(PostRoute.values()).map(PostRoute::path)).containsAll(routes);
    assertThat(routes).isNotEmpty();
  }

  @ParameterizedTest
  @EnumSource(PostRoute.class)
  void whatCannotBeKeptIsNotDone(PostRoute route) {
    String body = route.body();
    long rows = PostRoute.rows(SERVICE.database());

    try (Handle handle = SERVICE.database().open()) {
      handle.execute("ALTER TABLE kept_answers ADD CONSTRAINT none_kept CHECK (FALSE) NOT VALID");
      try {
        assertThat(post(route.path(), body, route.type()).status()).isEqualTo(500);
        assertThat(PostRoute.rows(SERVICE.database())).isEqualTo(rows);
      } finally {
        handle.execute("ALTER TABLE kept_answers DROP CONSTRAINT none_kept");
      }
    }
    assertThat(post(route.path(), body, route.type()).status()).isBetween(200, 201);
    assertThat(PostRoute.rows(SERVICE.database())).isGreaterThan(rows);
  }

  private Answer post(String path, String body, String type) {
    return http.send("POST", path, body, "Content-Type", type, "Idempotency-Key", key);
  }

  private static String path(JavaMethod method) {
    return method.getOwner().getAnnotationOfType(Path.class).value()
        + method.tryGetAnnotationOfType(Path.class).map(Path::value).orElse("");
  }

  private static List<String> fields(Answer answer) {
    List<String> names = new ArrayList<>();
    answer.json().fieldNames().forEachRemaining(names::add);
    return names;
  }
}
