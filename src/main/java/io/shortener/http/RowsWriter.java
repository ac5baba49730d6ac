package io.shortener.http;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Provider;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes {@link Rows} as JSON, or as what the client asks for instead. A failure before the first
 * byte left is an error like any other; after it the connection is cut, so that half a list is
 * never taken for the whole.
 */
final class RowsWriter implements MessageBodyWriter<Rows<?>> {
  private static final Logger LOGGER = LoggerFactory.getLogger(RowsWriter.class);

  private final Map<String, RowsFormat> formats;

  @Context private Provider<HttpServletRequest> request;
  @Context private Provider<HttpServletResponse> response;

  public RowsWriter(ObjectMapper json) {
    this.formats =
        Map.of(
            MediaType.APPLICATION_JSON, new JsonArrayFormat(json),
            Rows.CSV, new CsvFormat(json),
            Rows.JSON_LINES, new JsonLinesFormat(json));
  }

  @Override
  public boolean isWriteable(
      Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
    return Rows.class.isAssignableFrom(type) && formats.containsKey(name(mediaType));
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
    RowsFormat format = Objects.requireNonNull(formats.get(name(mediaType)));
    try {
      if (request.get().getMethod().equals(HttpMethod.HEAD)) {
        look(rows);
        addHeaders(rows, mediaType, headers);
        // What is flushed here Jersey has no chance to add its headers to.
        headers.forEach(
            (name, values) ->
                values.forEach(value -> response.get().addHeader(name, value.toString())));
        response.get().setContentType(contentType(mediaType));
        response.get().flushBuffer();
      } else {
        addHeaders(rows, mediaType, headers);
        headers.putSingle(HttpHeaders.CONTENT_TYPE, contentType(mediaType));
        format.write(rows, rowType(genericType), body);
      }
    } catch (UncheckedIOException failure) {
      cutIfCommitted(failure);
      throw failure.getCause();
    } catch (IOException | RuntimeException failure) {
      cutIfCommitted(failure);
      throw failure;
    }
  }

  private void cutIfCommitted(Exception failure) {
    if (response.get().isCommitted()) {
      LOGGER.warn("A list broke off, its connection is cut: {}", failure.toString());
      Connections.cut(request.get(), failure);
    }
  }

  private static String name(MediaType type) {
    return type.getType() + "/" + type.getSubtype();
  }

  private static String contentType(MediaType type) {
    return name(type).equals(Rows.CSV) ? Rows.CSV + ";charset=utf-8" : name(type);
  }

  /** Jersey forgets them when an error is sent instead. */
  private void addHeaders(Rows<?> rows, MediaType type, MultivaluedMap<String, Object> headers) {
    // Past Jersey, which would replace what the answer varies by beside this. Errors do as well.
    response.get().addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    rows.next().ifPresent(next -> headers.add(HttpHeaders.LINK, "<" + next + ">; rel=\"next\""));
    if (name(type).equals(Rows.CSV)) {
      headers.putSingle(
          HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + fileName() + "\"");
    }
  }

  /** A browser keeps CSV in a file of the list's name. */
  private String fileName() {
    String path = request.get().getRequestURI();
    return path.substring(path.lastIndexOf('/') + 1) + ".csv";
  }

  private static Class<?> rowType(Type type) {
    return type instanceof ParameterizedType rows
            && rows.getActualTypeArguments()[0] instanceof Class<?> row
        ? row
        : Object.class;
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

  /** Ends a list early. */
  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Enough() {
      super(null, null, false, false);
    }
  }
}
