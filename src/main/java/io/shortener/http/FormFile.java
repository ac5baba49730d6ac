package io.shortener.http;

import com.google.common.io.ByteStreams;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.apache.commons.fileupload.FileItemHeaders;
import org.apache.commons.fileupload.FileItemIterator;
import org.apache.commons.fileupload.FileItemStream;
import org.apache.commons.fileupload.FileUpload;
import org.apache.commons.fileupload.FileUploadException;
import org.apache.commons.fileupload.InvalidFileNameException;
import org.apache.commons.fileupload.MultipartStream.MalformedStreamException;
import org.apache.commons.fileupload.RequestContext;
import org.jspecify.annotations.Nullable;

/**
 * The file in the field {@code file} of a form. Of all other parts, however many a form has,
 * nothing is kept.
 */
public final class FormFile {
  private static final String FIELD = "file";

  private FormFile() {}

  /**
   * Reads a form to its end.
   *
   * @param body the form, which the request says the boundary of
   * @throws ApiException 400 when it has no such file or is no form
   */
  public static SpooledBody of(HttpServletRequest request, InputStream body) throws IOException {
    SpooledBody file = SpooledBody.empty();
    try {
      // Not getContentType, which fails on a charset that there is none of.
      String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
      boolean isFound = copy(new Form(type, body), file.output());
      ByteStreams.exhaust(body);
      if (!isFound) {
        throw ApiException.badRequest("No file provided");
      }
      return file;
    } catch (IOException | RuntimeException e) {
      file.close();
      throw e;
    }
  }

  /** Whether there was such a file. */
  private static boolean copy(Form form, OutputStream target) throws IOException {
    boolean isFound = false;
    try {
      FileItemIterator parts = new Parts().getItemIterator(form);
      while (parts.hasNext()) {
        FileItemStream part = parts.next();
        if (!isFound && part.getFieldName().equals(FIELD) && part.getName() != null) {
          part.openStream().transferTo(target);
          isFound = true;
        }
      }
    } catch (FileUploadException | MalformedStreamException | InvalidFileNameException e) {
      throw ApiException.badRequest(ErrorBody.of(400).error());
    }
    return isFound;
  }

  /**
   * How parts are told from each other. Looking whether it overloads what it inherits, the compiler
   * of Java 25 would want the old servlets' classes, which the superclass has a method for.
   */
  @SuppressWarnings("overloads")
  private static final class Parts extends FileUpload {
    /** As much as a whole request may have. */
    private static final int HEADER_BYTES = 8 << 10;

    Parts() {
      setPartHeaderSizeMax(HEADER_BYTES);
    }

    /** A form inside of the form is passed over: it would be taken for more parts of this one. */
    @Override
    protected @Nullable String getFieldName(FileItemHeaders headers) {
      String type = headers.getHeader(CONTENT_TYPE);
      return type != null && type.toLowerCase(Locale.ROOT).startsWith(MULTIPART)
          ? null
          : super.getFieldName(headers);
    }
  }

  private record Form(String type, InputStream body) implements RequestContext {
    @Override
    public String getCharacterEncoding() {
      return StandardCharsets.UTF_8.name();
    }

    @Override
    public String getContentType() {
      return type;
    }

    @Override
    @SuppressWarnings("deprecation")
    public int getContentLength() {
      return -1;
    }

    @Override
    public InputStream getInputStream() {
      return body;
    }
  }
}
