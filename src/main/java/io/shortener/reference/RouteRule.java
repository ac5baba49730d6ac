package io.shortener.reference;

import java.lang.reflect.Method;

/** A rule that holds for many routes, and can say what it adds to each. */
public interface RouteRule {
  /**
   * Adds to what a route says of itself.
   *
   * @param route the method that answers it
   */
  void describe(Operation operation, Method route);
}
