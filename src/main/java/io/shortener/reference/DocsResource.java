package io.shortener.reference;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Response;

/** {@code GET /docs}: the API as people read it. */
@Path("/docs")
public final class DocsResource implements Described {
  /** The page runs what comes from here and talks to nobody else; small pictures are part of it. */
  private static final String POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
          + "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

  private static final String HTML = "text/html;charset=utf-8";

  private final Viewer viewer = new Viewer();

  @GET
  @PermitAll
  public Response page() {
    return Response.ok(viewer.page(), HTML).header("Content-Security-Policy", POLICY).build();
  }

  /** What the page is made of. */
  @GET
  @PermitAll
  @Path("/{part}")
  public Response part(@PathParam("part") String name) {
    Viewer.Part part = viewer.part(name).orElseThrow(NotFoundException::new);
    return Response.ok(part.content(), part.mediaType()).build();
  }

  @Override
  public Description description() {
    return new Description(Topic.SERVICE)
        .with(
            Operation.of("GET /docs", "getDocs", "This document for people")
                .answers(200, "A page.", Content.text("text/html", "<!doctype html>"))
                .tagged()
                .withoutDatabase())
        .with(
            Operation.of("GET /docs/{part}", "getDocsPart", "What that page is made of")
                .path("part", "A file.", Schema.word(viewer.names()), "start.js")
                .answers(
                    200,
                    "The file.",
                    Content.text(Viewer.SCRIPT, "SwaggerUIBundle({});"),
                    Content.text(Viewer.STYLE, "body {}"),
                    Content.bytes(Viewer.PICTURE))
                .tagged()
                .refuses(404, "Not found")
                .withoutDatabase());
  }
}
