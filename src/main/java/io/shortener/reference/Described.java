package io.shortener.reference;

/** Whoever answers requests, and can say which and how. */
public interface Described {
  /** All routes that it answers. */
  Description description();
}
