package io.shortener.users;

import io.shortener.http.BodyLimit;
import io.shortener.http.Caller;
import io.shortener.http.ErrorBody;
import io.shortener.http.FormFile;
import io.shortener.http.Needs;
import io.shortener.http.Scope;
import io.shortener.http.SpooledBody;
import io.shortener.reference.Described;
import io.shortener.reference.Description;
import io.shortener.users.UserImport.Outcome;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.io.InputStream;

/** {@code POST /users/bulk}: users from a CSV file. */
@Path("/users/bulk")
@Produces(MediaType.APPLICATION_JSON)
public final class BulkUsersResource implements Described {
  private final UserImport users;

  public BulkUsersResource(UserImport users) {
    this.users = users;
  }

  /** The form is on disk before the import begins, so a slow client holds no connection. */
  @POST
  @Needs(Scope.WRITE)
  @Consumes(MediaType.MULTIPART_FORM_DATA)
  @BodyLimit(BodyLimit.IMPORT)
  public Response upload(InputStream form, @Context HttpServletRequest request) throws IOException {
    try (SpooledBody file = FormFile.of(request, form)) {
      Outcome outcome = users.run(file.stream(), Caller.of(request));
      return Response.status(Response.Status.CREATED).entity(outcome).build();
    }
  }

  /** Any other body. */
  @POST
  @Needs(Scope.WRITE)
  @Consumes(MediaType.WILDCARD)
  public Response uploadNothing() {
    return new ErrorBody("No file provided", 400).toResponse();
  }

  @Override
  public Description description() {
    return UsersDescription.ofBulk();
  }
}
