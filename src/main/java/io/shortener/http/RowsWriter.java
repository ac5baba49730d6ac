package io.shortener.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import jakarta.inject.Provider;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes {@link Rows}. A failure before the first byte left is an error like any other; after it
 * the connection is cut, so that half a list is never taken for the whole.
 */
public final class RowsWriter implements MessageBodyWriter<Rows<?>> {
  private static final Logger LOGGER = LoggerFactory.getLogger(RowsWriter.class);

  private final ObjectMapper json;

  @Context private Provider<HttpServletRequest> request;
  @Context private Provider<HttpServletResponse> response;

  public RowsWriter(ObjectMapper json) {
    this.json = json;
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return Rows.class.isAssignableFrom(type);
  }

  @Override
  public void writeTo(
      Rows<?> rows,
      Class<?> type,
      Type genericType,
      Annotation[] annotations,
      MediaType mediaType,
      MultivaluedMap<String, Object> headers,
      OutputStream body)
      throws IOException {
    try {
      if (request.get().getMethod().equals(HttpMethod.HEAD)) {
        look(rows);
        response.get().setContentType(mediaType.toString());
        response.get().flushBuffer();
      } else {
        writeArray(rows, body);
      }
    } catch (IOException | RuntimeException failure) {
      if (response.get().isCommitted()) {
        LOGGER.warn("A list broke off, its connection is cut: {}", failure.toString());
        Connections.cut(request.get(), failure);
      }
      throw failure;
    }
  }

  /** HEAD has the status of GET: the database is asked, but for no more than the first rows. */
  private static void look(Rows<?> rows) {
    try {
      rows.forEach(
          row -> {
            throw new Enough();
          });
    } catch (Enough e) {
      LOGGER.trace("There is at least one row", e);
    }
  }

  private void writeArray(Rows<?> rows, OutputStream body) throws IOException {
    ObjectWriter writer = json.writer().without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    // Closed only at the end: closing writes the bracket that says the list is whole.
    JsonGenerator generator = writer.createGenerator(body);
    generator.writeStartArray();
    try {
      rows.forEach(
          row -> {
            try {
              writer.writeValue(generator, row);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    generator.writeEndArray();
    generator.close();
  }

  /** Ends a list early. */
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Enough() {
      super(null, null, false, false);
    }
  }
}
