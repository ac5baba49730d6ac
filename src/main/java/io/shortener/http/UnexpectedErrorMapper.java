package io.shortener.http;

import com.google.common.base.Throwables;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.zip.ZipException;
import org.eclipse.jetty.io.EofException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What nobody foresaw: logged once with its stack trace, told to the client without a detail. */
public final class UnexpectedErrorMapper implements ExceptionMapper<Throwable> {
  private static final Logger LOGGER = LoggerFactory.getLogger(UnexpectedErrorMapper.class);

  @Override
  public Response toResponse(Throwable fault) {
    return explain(fault).toResponse();
  }

  /** What whoever asked is told. */
  public ErrorBody explain(Throwable fault) {
    if (fault instanceof EofException) {
      LOGGER.debug("The client went away", fault);
      return ErrorBody.of(400);
    }
    if (Throwables.getRootCause(fault) instanceof ZipException) {
      return new ErrorBody("The body is not compressed as its Content-Encoding says", 400);
    }
    LOGGER.error("Unexpected fault", fault);
    return ErrorBody.of(500);
  }
}
