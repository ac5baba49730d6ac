package io.shortener.urls;

import io.shortener.http.ApiException;
import io.shortener.http.BodyLimit;
import io.shortener.http.Caller;
import io.shortener.http.FormFile;
import io.shortener.http.JsonObjectReader;
import io.shortener.http.Needs;
import io.shortener.http.ObjectRows;
import io.shortener.http.Rows;
import io.shortener.http.Scope;
import io.shortener.http.SpooledBody;
import io.shortener.reference.Described;
import io.shortener.reference.Description;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;

/** {@code POST /urls/bulk}: many urls at once, with a result for each. */
@Path("/urls/bulk")
@Produces(MediaType.APPLICATION_JSON)
public final class BulkUrlsResource implements Described {
  private final UrlImport urls;
  private final SafeTargets targets;

  public BulkUrlsResource(UrlImport urls, SafeTargets targets) {
    this.urls = urls;
    this.targets = targets;
  }

  /** CSV as a file of a form. */
  @POST
  @Needs(value = Scope.WRITE, orOwner = true)
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @BodyLimit(BodyLimit.IMPORT)
  public Rows<UrlImport.Outcome> upload(InputStream form, @Context HttpServletRequest request)
      throws IOException {
    return run(FormFile.of(request, form), BulkUrlsResource::csv, request);
  }

  /** A body that is what its type says. */
  @POST
  @Needs(value = Scope.WRITE, orOwner = true)
  @Consumes(MediaType.WILDCARD)
  @BodyLimit(BodyLimit.IMPORT)
  public Rows<UrlImport.Outcome> create(
      @Context HttpHeaders headers, @Context HttpServletRequest request, InputStream body)
      throws IOException {
    MediaType type = headers.getMediaType();
    String name = type.getType() + "/" + type.getSubtype();
    if (JsonObjectReader.isJson(type)) {
      return run(SpooledBody.of(body), ObjectRows::ofJsonArray, request);
    }
    if (name.equalsIgnoreCase(Rows.JSON_LINES)) {
      return run(SpooledBody.of(body), ObjectRows::ofJsonLines, request);
    }
    if (name.equalsIgnoreCase(Rows.CSV)) {
      return run(SpooledBody.of(body), BulkUrlsResource::csv, request);
    }
    throw ApiException.badRequest(
        "Send application/json, application/x-ndjson, text/csv or a form with the field 'file'");
  }

  @Override
  public Description description() {
    return BulkUrlsDescription.of();
  }

  private Rows<UrlImport.Outcome> run(
      SpooledBody body, UrlImport.Format format, HttpServletRequest request) throws IOException {
    Caller caller = Caller.of(request);
    return urls.run(body, format, caller, url -> targets.check(url, request));
  }

  private static ObjectRows csv(SpooledBody body) throws IOException {
    return ObjectRows.ofCsv(body, new UrlCsv()::toJson);
  }
}
