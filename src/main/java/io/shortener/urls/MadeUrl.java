package io.shortener.urls;

import io.shortener.http.PublicUrl;
import jakarta.servlet.http.HttpServletRequest;
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

  /** The answer to who wished for it, without its body. */
  Response.ResponseBuilder answer(PublicUrl publicUrl, HttpServletRequest request) {
    return isNew ? Response.created(publicUrl.locate(request, "/urls", url.id())) : Response.ok();
  }
}
