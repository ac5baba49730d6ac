package io.shortener.reference;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.dropwizard.testing.ConfigOverride;
import io.shortener.http.FrontHandler;
import io.shortener.testing.RunningService;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.glassfish.jersey.server.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The document has the routes that there are, and no others. */
class RoutesTest {
  @RegisterExtension
  static final RunningService OPEN = RunningService.empty(ConfigOverride.config("access", "open"));

  @RegisterExtension
  static final RunningService KEYS = RunningService.empty(ConfigOverride.config("access", "keys"));

  @Test
  void everyRouteIsDocumentedAndEveryDocumentedRouteIsThere() {
    assertDocumented(OPEN);
  }

  @Test
  void routesOfKeysAreDocumentedWhereTheyAre() {
    assertDocumented(KEYS);

    assertThat(operations(KEYS)).contains("POST /keys", "DELETE /keys/{id}");
    assertThat(operations(OPEN)).noneMatch(route -> route.contains("/keys"));
  }

  @Test
  void documentSaysWhichKeyARouteNeedsWhereKeysAreAskedFor() {
    JsonNode document = ApiDocument.of(KEYS.http()).json();
    JsonNode change = document.at("/paths/~1urls~1{id}/put");

    assertThat(document.at("/components/securitySchemes/key/scheme").asText()).isEqualTo("bearer");
    assertThat(change.get("security")).hasToString("[{\"key\":[]}]");
    assertThat(change.get("description").asText())
        .isEqualTo(
            "This needs a key with the scope `write`, or `create` for what belongs to the key's"
                + " owner.");
    assertThat(change.get("responses").properties())
        .extracting(Map.Entry::getKey)
        .contains("401", "403");
    assertThat(document.at("/paths/~1health/get").has("security")).isFalse();
    assertThat(document.at("/paths/~1{short_code}+/get").has("security")).isFalse();

    JsonNode open = ApiDocument.of(OPEN.http()).json();
    assertThat(open.findValues("security")).isEmpty();
    assertThat(open.findValues("401")).isEmpty();
    assertThat(open.get("components").has("securitySchemes")).isFalse();
  }

  @Test
  void whatIsLimitedSaysSo() {
    ApiDocument document = ApiDocument.of(OPEN.http());

    assertThat(document.operations().filter(one -> one.json().get("responses").has("429")))
        .extracting(Object::toString)
        .contains("GET /{short_code}", "GET /{short_code}+", "POST /urls", "DELETE /users/{id}")
        .doesNotContain("GET /urls", "GET /docs/{part}", "GET /openapi.{form}");
  }

  private static void assertDocumented(RunningService service) {
    Stream<String> jersey =
        service.resources().stream().map(Resource::from).flatMap(resource -> routes("", resource));

    assertThat(operations(service))
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(jersey.distinct(), Stream.of("GET /{short_code}", "HEAD /{short_code}"))
                .toList());
  }

  private static List<String> operations(RunningService service) {
    return ApiDocument.of(service.http()).operations().map(Object::toString).toList();
  }

  /** A handler that answers some requests has routes; one that answers none need not be here. */
  @Test
  void handlersInFrontOfJerseyAreKnown() {
    assertThat(FrontHandler.of(OPEN.environment()))
        .filteredOn(Described.class::isInstance)
        .extracting(handler -> handler.getClass().getSimpleName())
        .containsExactly("RedirectHandler");
  }

  private static Stream<String> routes(String parent, Resource resource) {
    String path = parent + withoutConditions(resource.getPath());
    return Stream.concat(
        resource.getResourceMethods().stream().map(method -> method.getHttpMethod() + " " + path),
        resource.getChildResources().stream().flatMap(child -> routes(path, child)));
  }

  private static String withoutConditions(String template) {
    return template.replaceAll("\\{\\s*(\\w+)\\s*(:[^}]*)?}", "{$1}");
  }
}
