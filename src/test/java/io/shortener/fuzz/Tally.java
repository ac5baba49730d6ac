package io.shortener.fuzz;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;

/** How often what was asked, and answered. */
final class Tally {
  private final Map<Endpoint, Integer> endpoints = new EnumMap<>(Endpoint.class);
  private final Map<String, Integer> statuses = new TreeMap<>();

  void count(Endpoint endpoint, String status) {
    endpoints.merge(endpoint, 1, Integer::sum);
    statuses.merge(status, 1, Integer::sum);
  }

  int of(Endpoint endpoint) {
    return endpoints.getOrDefault(endpoint, 0);
  }

  @Override
  public String toString() {
    return "endpoints " + endpoints + " statuses " + statuses;
  }
}
