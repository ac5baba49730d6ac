package io.shortener.reference;

import io.dropwizard.core.setup.Environment;
import io.shortener.http.FrontHandler;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.glassfish.jersey.server.model.Resource;
import org.glassfish.jersey.server.model.ResourceMethod;

/**
 * What is registered with Jersey, and what it says of itself; of Jersey itself only its classes can
 * be asked for afterwards.
 */
public final class Catalogue {
  private static final Pattern CONDITION = Pattern.compile("\\{\\s*(\\w+)\\s*:[^}]*}");

  private final Environment environment;
  private final List<Described> resources = new ArrayList<>();
  private final List<RouteRule> rules = new ArrayList<>();

  public Catalogue(Environment environment) {
    this.environment = environment;
  }

  /** Gives a resource, or another component, to Jersey. */
  public void register(Object component) {
    environment.jersey().register(component);
    if (component instanceof Described resource) {
      resources.add(resource);
    }
    if (component instanceof RouteRule rule) {
      rules.add(rule);
    }
  }

  /** All there is to say; to be asked when everything is put together. */
  List<Description> descriptions() {
    Stream<Described> inFront =
        FrontHandler.of(environment).stream()
            .filter(Described.class::isInstance)
            .map(Described.class::cast);
    return Stream.concat(resources.stream().map(this::ruled), inFront.map(Described::description))
        .toList();
  }

  private Description ruled(Described resource) {
    Map<String, Method> methods = new HashMap<>();
    addMethods("", Resource.from(resource.getClass()), methods);
    Description description = resource.description();
    for (Operation operation : description.operations()) {
      Method method = methods.get(operation.method() + " " + operation.path());
      if (method != null) {
        rules.forEach(rule -> rule.describe(operation, method));
      }
    }
    return description;
  }

  private static void addMethods(String parent, Resource resource, Map<String, Method> methods) {
    String path = parent + CONDITION.matcher(resource.getPath()).replaceAll("{$1}");
    for (ResourceMethod method : resource.getResourceMethods()) {
      methods.put(method.getHttpMethod() + " " + path, method.getInvocable().getHandlingMethod());
    }
    resource.getChildResources().forEach(child -> addMethods(path, child, methods));
  }
}
