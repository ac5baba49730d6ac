package io.shortener.fuzz;

import java.util.Arrays;
import java.util.List;

/** What requests are aimed at: the contract's routes, and what is beside them. */
enum Endpoint {
  CREATE_USER("POST", "/users", 201),
  LIST_USERS("GET", "/users", 200),
  FIND_USER("GET", "/users/{id}", 200),
  CHANGE_USER("PUT", "/users/{id}", 200),
  DELETE_USER("DELETE", "/users/{id}", 204),
  IMPORT_USERS("POST", "/users/bulk", 201),
  SHORTEN("POST", "/shorten", 201),
  CREATE_URL("POST", "/urls", 201),
  LIST_URLS("GET", "/urls", 200),
  FIND_URL("GET", "/urls/{id}", 200),
  CHANGE_URL("PUT", "/urls/{id}", 200),
  DELETE_URL("DELETE", "/urls/{id}", 204),
  CREATE_URLS("POST", "/urls/bulk", 200),
  DRAW_URL("GET", "/urls/{id}/qr", 200),
  COUNT_URL("GET", "/urls/{id}/stats", 200),
  COUNT_ALL("GET", "/stats", 200),
  PREVIEW("GET", "/{short_code}+", 200),
  FOLLOW("GET", "/{short_code}", 302),
  CREATE_EVENT("POST", "/events", 201),
  LIST_EVENTS("GET", "/events", 200),
  FIND_EVENT("GET", "/events/{id}", 200),
  DELETE_EVENT("DELETE", "/events/{id}", 204),
  HEALTH("GET", "/health", 200),
  /** HEAD and GET of the same target. */
  LOOK("HEAD", "any route", 200),
  OPTIONS("OPTIONS", "any route", 200),
  WRONG_METHOD("other", "any route", 405),
  UNKNOWN_PATH("any", "no route", 404),
  BROKEN_HTTP("any", "broken HTTP", 400);

  final String method;
  final String template;
  final int success;

  Endpoint(String method, String template, int success) {
    this.method = method;
    this.template = template;
    this.success = success;
  }

  /** Whether it is a route with a method of its own. */
  boolean isRoute() {
    return template.startsWith("/");
  }

  boolean hasId() {
    return template.contains("{id}");
  }

  boolean isList() {
    return this == LIST_USERS || this == LIST_URLS || this == LIST_EVENTS;
  }

  static List<Endpoint> routes() {
    return Arrays.stream(values()).filter(Endpoint::isRoute).toList();
  }

  static List<Endpoint> reading() {
    return routes().stream().filter(endpoint -> endpoint.method.equals("GET")).toList();
  }

  /** Every method that the route's path has, as {@code Allow} names them. */
  List<String> allowed() {
    List<String> methods =
        routes().stream()
            .filter(other -> other.template.equals(template))
            .map(other -> other.method)
            .toList();
    return methods.contains("GET")
        ? concat(methods, "HEAD", "OPTIONS")
        : concat(methods, "OPTIONS");
  }

  private static List<String> concat(List<String> methods, String... more) {
    return java.util.stream.Stream.concat(methods.stream(), Arrays.stream(more)).toList();
  }
}
