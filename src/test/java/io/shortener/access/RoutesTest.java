package io.shortener.access;

import static org.assertj.core.api.Assertions.assertThat;

import io.dropwizard.testing.ConfigOverride;
import io.shortener.http.Needs;
import io.shortener.http.Scope;
import io.shortener.testing.HttpClient.Answer;
import io.shortener.testing.RunningService;
import io.shortener.testing.Some;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.lang.reflect.Method;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.server.model.ResourceMethod;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every route that the service has, with every key that is not good for it. */
class RoutesTest {
  @RegisterExtension
  static final RunningService SERVICE =
      RunningService.empty(ConfigOverride.config("access", "keys")).with(new Undeclared());

  /** What to ask for where a route has a parameter. */
  private static final Map<String, String> PARAMETERS =
      Map.of(
          "{id: [0-9]+}", "9000000",
          "{short_code: [A-Za-z0-9_-]+}", "abcdef",
          "{form: json|yaml}", "json",
          "{part}", "start.js");

  private final KeyMaker keys = KeyMaker.of(SERVICE);

  static List<Route> routes() {
    return SERVICE.resources().stream()
        .filter(type -> type != Undeclared.class)
        .flatMap(type -> routes("", Resource.from(type)))
        .toList();
  }

  static List<Route> guarded() {
    return routes().stream().filter(route -> !route.isPublic()).toList();
  }

  @Test
  void routesAreThoseThatTheServiceHas() {
    assertThat(routes())
        .extracting(Route::toString)
        .contains("GET /urls", "POST /urls/bulk", "DELETE /keys/{id: [0-9]+}", "GET /health");
  }

  @Test
  void onlyHealthPreviewsAndTheDocumentNeedNoKey() {
    assertThat(routes().stream().filter(Route::isPublic))
        .extracting(Route::toString)
        .containsExactlyInAnyOrder(
            "GET /health",
            "GET /{short_code: [A-Za-z0-9_-]+}+",
            "GET /openapi.{form: json|yaml}",
            "GET /docs",
            "GET /docs/{part}");
  }

  @ParameterizedTest
  @MethodSource("guarded")
  void everyRouteSaysWhichScopeItNeeds(Route route) {
    assertThat(route.needs()).isPresent();
    Scope scope = route.needs().orElseThrow().value();
    if (route.path.startsWith("/keys") || route.path.equals("/changes")) {
      assertThat(scope).isEqualTo(Scope.ADMIN);
    } else {
      assertThat(scope).isEqualTo(route.method.equals("GET") ? Scope.READ : Scope.WRITE);
    }
  }

  @ParameterizedTest
  @MethodSource("guarded")
  void keyThatDoesNotHoldIsRefused(Route route) {
    String good = keys.key(Scope.ADMIN);
    String revoked = keys.key(Scope.ADMIN);
    String id =
        keys.get(good, "/keys?per_page=10000").json().findValuesAsText("id").stream()
            .reduce((first, last) -> last)
            .orElseThrow();
    assertThat(keys.ask(good, "DELETE", "/keys/" + id, null).status()).isEqualTo(204);

    for (String bad :
        List.of(
            "nonsense",
            "sk_000000000000_" + "a".repeat(43),
            good.substring(0, good.length() - 4) + "AAAA",
            good + "A",
            keys.keyUntil(Instant.now().minusSeconds(5), Scope.ADMIN),
            revoked)) {
      assertRefused(route.ask("Bearer " + bad), 401, "error=\"invalid_token\"");
    }
  }

  @ParameterizedTest
  @MethodSource("guarded")
  void whoShowsNoKeyIsRefused(Route route) {
    String good = keys.key(Scope.ADMIN);

    for (String authorization : List.of("Basic YTpi", good, "Bearer", "Bearer " + good + " x")) {
      Answer answer = route.ask(authorization);
      assertRefused(answer, 401, "Bearer realm=");
      assertThat(answer.header("WWW-Authenticate").orElseThrow()).doesNotContain("error");
    }
    assertRefused(route.askWithoutHeader("?access_token=" + good), 401, "Bearer realm=");
  }

  @ParameterizedTest
  @MethodSource("guarded")
  void keyThatIsGoodForLessIsRefused(Route route) {
    Needs needs = route.needs().orElseThrow();
    long owner = keys.user();

    for (Scope scope : Scope.values()) {
      Answer answer = route.ask("Bearer " + keys.keyOf(owner, scope));
      if (scope.includes(needs.value()) || (needs.orOwner() && scope == Scope.CREATE)) {
        assertThat(answer.status()).as("%s", scope).isNotIn(401, 403, 500);
      } else {
        assertRefused(answer, 403, "error=\"insufficient_scope\", scope=\"" + needs.value() + "\"");
      }
    }
  }

  @Test
  void routeThatSaysNothingIsRefusedToEverybody() {
    assertRefused(keys.get(keys.key(Scope.ADMIN), "/undeclared/route"), 403, "insufficient_scope");
    assertThat(SERVICE.http().get("/undeclared/route").status()).isEqualTo(401);
  }

  @Test
  void visitsPreviewsHealthAndTheDocumentNeedNoKey() {
    String code =
        keys.ask(
                keys.key(Scope.WRITE),
                "POST",
                "/urls",
                "{\"original_url\": \"https://example.com/\"}")
            .json()
            .get("short_code")
            .asText();

    assertThat(SERVICE.http().get("/" + code).status()).isEqualTo(302);
    assertThat(SERVICE.http().get("/" + code + "+").status()).isEqualTo(200);
    assertThat(SERVICE.http().get("/health").status()).isEqualTo(200);
    assertThat(SERVICE.http().get("/openapi.json").status()).isEqualTo(200);
    assertThat(SERVICE.http().get("/docs").status()).isEqualTo(200);
    assertThat(SERVICE.http().send("OPTIONS", "/urls", null).status()).isEqualTo(200);
    assertThat(SERVICE.http().get("/no/such/path").status()).isEqualTo(404);
  }

  @Test
  void refusalsAreCounted() {
    SERVICE.http().get("/urls");
    keys.get(keys.key(Scope.READ), "/keys");

    assertThat(SERVICE.admin().get("/metrics").body())
        .containsPattern("requests_refused_total\\{reason=\"unauthorized\"} [1-9]")
        .containsPattern("requests_refused_total\\{reason=\"forbidden\"} [1-9]")
        .contains("requests_refused_total{reason=\"too_many\"}");
  }

  private static void assertRefused(Answer answer, int status, String challenge) {
    assertThat(answer.status()).isEqualTo(status);
    assertThat(answer.header("Content-Type")).contains("application/json");
    assertThat(answer.json().get("status").asInt()).isEqualTo(status);
    assertThat(answer.error()).isNotEmpty();
    assertThat(answer.header("WWW-Authenticate").orElse("")).contains(challenge);
  }

  private static Stream<Route> routes(String base, Resource resource) {
    String path = resource.getPath() == null ? base : base + resource.getPath();
    return Stream.concat(
        resource.getResourceMethods().stream().map(method -> Route.of(path, method)),
        resource.getChildResources().stream().flatMap(child -> routes(path, child)));
  }

  private record Route(String method, String path, String contentType, Method code) {
    static Route of(String path, ResourceMethod method) {
      String type =
          method.getConsumedTypes().stream()
              .filter(consumed -> !consumed.isWildcardType())
              .map(consumed -> consumed + "; boundary=b")
              .findFirst()
              .orElse("application/json");
      return new Route(
          method.getHttpMethod(), path, type, method.getInvocable().getHandlingMethod());
    }

    boolean isPublic() {
      return code.isAnnotationPresent(PermitAll.class);
    }

    Optional<Needs> needs() {
      return Optional.ofNullable(code.getAnnotation(Needs.class));
    }

    Answer ask(String authorization) {
      return SERVICE
          .http()
          .send(method, url(), body(), "Authorization", authorization, "Content-Type", contentType);
    }

    Answer askWithoutHeader(String query) {
      return SERVICE.http().send(method, url() + query, body(), "Content-Type", contentType);
    }

    private String url() {
      String url = path;
      for (Map.Entry<String, String> parameter : PARAMETERS.entrySet()) {
        url = url.replace(parameter.getKey(), parameter.getValue());
      }
      assertThat(url).as("PARAMETERS says what to ask for").doesNotContain("{");
      return url;
    }

    private @Nullable String body() {
      return Arrays.asList("POST", "PUT").contains(method) ? "{}" : null;
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  /** A route whose author forgot to say who may use it. */
  @Path("/undeclared/route")
  public static final class Undeclared {
    @GET
    public String read() {
      return Some.name();
    }
  }
}
