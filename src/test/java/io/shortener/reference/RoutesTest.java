package io.shortener.reference;

import static org.assertj.core.api.Assertions.assertThat;

import io.shortener.http.FrontHandler;
import io.shortener.testing.RunningService;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.stream.Stream;
import org.glassfish.jersey.server.model.Resource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The document has the routes that there are, and no others. */
class RoutesTest {
  @RegisterExtension static final RunningService SERVICE = RunningService.empty();

  @Test
  void everyRouteIsDocumentedAndEveryDocumentedRouteIsThere() {
    Stream<String> jersey =
        SERVICE.environment().jersey().getResourceConfig().getClasses().stream()
            .filter(type -> type.isAnnotationPresent(Path.class))
            .map(Resource::from)
            .flatMap(resource -> routes("", resource));

    List<String> documented =
        ApiDocument.of(SERVICE.http()).operations().map(Object::toString).toList();

    assertThat(documented)
        .containsExactlyInAnyOrderElementsOf(
            Stream.concat(jersey.distinct(), Stream.of("GET /{short_code}", "HEAD /{short_code}"))
                .toList());
  }

  /** A handler that answers some requests has routes; one that answers none need not be here. */
  @Test
  void handlersInFrontOfJerseyAreKnown() {
    assertThat(FrontHandler.of(SERVICE.environment()))
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
