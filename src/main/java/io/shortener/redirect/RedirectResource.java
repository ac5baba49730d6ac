package io.shortener.redirect;

import io.shortener.clicks.ClickRecorder;
import io.shortener.http.ApiException;
import io.shortener.urls.Link;
import io.shortener.urls.ShortCodes;
import io.shortener.urls.UrlDao;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HEAD;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/**
 * {@code GET /{short_code}}: finds the link, records the click, sends the visitor on. The answer
 * leaves only when the click is durable.
 */
@Path("/{short_code: " + ShortCodes.FORM + "}")
public final class RedirectResource {
  private final UrlDao urls;
  private final ClickRecorder clicks;

  public RedirectResource(UrlDao urls, ClickRecorder clicks) {
    this.urls = urls;
    this.clicks = clicks;
  }

  @GET
  public Response follow(
      @PathParam("short_code") String shortCode, @Context HttpServletResponse response) {
    Link link = find(shortCode);
    if (!clicks.record(link)) {
      throw notFound();
    }
    return redirect(link, response);
  }

  /** Whoever only looks is told the same and counts for nothing. */
  @HEAD
  public Response look(
      @PathParam("short_code") String shortCode, @Context HttpServletResponse response) {
    return redirect(find(shortCode), response);
  }

  private Link find(String shortCode) {
    return urls.findLink(shortCode).orElseThrow(RedirectResource::notFound);
  }

  /** Jersey would resolve and encode a Location of its own; the servlet sends it as it is. */
  private static Response redirect(Link link, HttpServletResponse response) {
    response.setHeader(HttpHeaders.LOCATION, LocationHeader.of(link.originalUrl()));
    return Response.status(Response.Status.FOUND)
        .header(HttpHeaders.CACHE_CONTROL, "no-store")
        .build();
  }

  private static ApiException notFound() {
    return ApiException.notFound("Short URL not found");
  }
}
