package io.shortener.http;

import java.util.function.Supplier;

/**
 * One of many objects of a body.
 *
 * @param number its place in the body, from 1
 * @param reading reads it
 */
public record ObjectRow(long number, Supplier<JsonObject> reading) {
  /**
   * The object.
   *
   * @throws ApiException 400 when it is none, 413 when it is larger than a body of its own may be
   */
  public JsonObject object() {
    return reading.get();
  }
}
