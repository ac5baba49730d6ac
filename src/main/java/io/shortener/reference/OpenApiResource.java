package io.shortener.reference;

import io.shortener.http.PublicUrl;
import jakarta.annotation.security.PermitAll;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;

/** {@code GET /openapi.json} and {@code GET /openapi.yaml}: the API as programs read it. */
@Path("/openapi.{form: json|yaml}")
public final class OpenApiResource implements Described {
  private static final String YAML = "application/yaml";

  private static final String EXAMPLE = "{\"openapi\": \"3.1.0\"}";

  private final Documents documents;
  private final PublicUrl publicUrl;

  /**
   * @param publicUrl which the document names as the server
   */
  public OpenApiResource(Catalogue catalogue, PublicUrl publicUrl) {
    this.documents = new Documents(catalogue);
    this.publicUrl = publicUrl;
  }

  @GET
  @PermitAll
  public Response document(@PathParam("form") String form, @Context HttpServletRequest request) {
    String address = publicUrl.of(request);
    return form.equals("yaml")
        ? Response.ok(documents.yaml(address), YAML).build()
        : Response.ok(documents.json(address), MediaType.APPLICATION_JSON).build();
  }

  @Override
  public Description description() {
    return new Description(Topic.SERVICE)
        .with(
            Operation.of("GET /openapi.{form}", "getOpenApi", "This document")
                .path("form", "In which form.", Schema.word("json", "yaml"), "json")
                .answers(
                    200,
                    "An OpenAPI 3.1 document.",
                    Content.json(Schema.object(), EXAMPLE),
                    Content.of(YAML, Schema.object(), EXAMPLE))
                .tagged()
                .refuses(404, "Not found")
                .withoutDatabase());
  }
}
