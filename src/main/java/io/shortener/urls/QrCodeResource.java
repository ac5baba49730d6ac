package io.shortener.urls;

import io.shortener.http.ApiException;
import io.shortener.http.Caller;
import io.shortener.http.Needs;
import io.shortener.http.PublicUrl;
import io.shortener.http.QueryParameters;
import io.shortener.http.Scope;
import io.shortener.reference.Described;
import io.shortener.reference.Description;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;

/** {@code GET /urls/{id}/qr}: the short url for a camera. */
@Path("/urls/{id: [0-9]+}/qr")
public final class QrCodeResource implements Described {
  static final int MIN_SIZE = 64;
  static final int MAX_SIZE = 2_048;
  static final int USUAL_SIZE = 300;
  static final int MAX_MARGIN = 20;
  static final int USUAL_MARGIN = 4;

  private final UrlDao urls;
  private final PublicUrl publicUrl;

  public QrCodeResource(UrlDao urls, PublicUrl publicUrl) {
    this.urls = urls;
    this.publicUrl = publicUrl;
  }

  @GET
  @Needs(value = Scope.READ, orOwner = true)
  public Response draw(
      @PathParam("id") long id, @Context UriInfo uri, @Context HttpServletRequest request) {
    QueryParameters query = new QueryParameters(uri);
    int size = query.integer("size", MIN_SIZE, MAX_SIZE).orElse(USUAL_SIZE);
    int margin = query.integer("margin", 0, MAX_MARGIN).orElse(USUAL_MARGIN);
    String format = query.text("format").orElse("svg");
    Url url = urls.findFor(Caller.of(request), id);
    QrCode code = new QrCode(url.shortUrl(publicUrl, request), size, margin);
    return switch (format) {
      case "svg" -> Response.ok(code.svg(), "image/svg+xml").build();
      case "png" -> Response.ok(code.png(), "image/png").build();
      default -> throw ApiException.badRequest("'format' must be svg or png");
    };
  }

  @Override
  public Description description() {
    return QrCodeDescription.of();
  }
}
