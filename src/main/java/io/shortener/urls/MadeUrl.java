package io.shortener.urls;

import jakarta.ws.rs.core.Response;

/**
 * What became of a wish for a url.
 *
 * @param isNew false when one that was there will do
 */
public record MadeUrl(Url url, boolean isNew) {
  Response.Status status() {
    return isNew ? Response.Status.CREATED : Response.Status.OK;
  }
}
